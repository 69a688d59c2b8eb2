/// What the page does: filter and keys, the look-up of who can, light and dark. Without it the page is all there, but
/// for the look-up.
enum PageScript {
  /// The whole script. Holds no `</`, and writes text only as text.
  static let script = #"""
    'use strict';
    (() => {
      const root = document.documentElement;
      const one = selector => document.querySelector(selector);
      const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
      root.classList.add('js');
      const tip = one('#tip');
      let tipped = null;

      // Light and dark. A page that is opened from a file may have nowhere to keep the choice.
      const themes = ['system', 'light', 'dark'];
      const themeButton = one('#theme');
      const recall = () => { try { return localStorage.getItem('policy-report-theme'); } catch { return null; } };
      const keep = theme => { try { localStorage.setItem('policy-report-theme', theme); } catch { return; } };
      const setTheme = theme => {
        if (theme === 'system') delete root.dataset.theme; else root.dataset.theme = theme;
        themeButton.textContent = 'Theme: ' + theme;
      };
      let theme = themes.includes(recall()) ? recall() : 'system';
      setTheme(theme);
      themeButton.addEventListener('click', () => {
        theme = themes[(themes.indexOf(theme) + 1) % themes.length];
        setTheme(theme);
        keep(theme);
      });

      // The filter: a row stays if every word of it is in the row.
      const filter = one('#filter');
      const rows = all('[data-row]').map(element => ({
        element, text: ((element.dataset.find || '') + ' ' + element.textContent).toLowerCase().replace(/\s+/g, ' '),
      }));
      const trees = all('.tree li').reverse();
      const wasOpen = new Map(all('.tree details').map(details => [details, details.open]));
      const isShown = element => !element.hidden;
      const apply = () => {
        const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
        let shown = 0;
        for (const row of rows) {
          const matches = words.every(word => row.text.includes(word));
          row.element.hidden = !matches;
          if (matches) shown += 1;
        }
        // From the leaves up: a scope stays if it matches, or something in it does.
        for (const item of trees) {
          const summary = item.querySelector('summary');
          const inside = all(':scope > details > ul > li', item).some(isShown);
          item.hidden = summary.hidden && !inside;
          summary.hidden = item.hidden;
          const details = item.firstElementChild;
          details.open = words.length ? inside || wasOpen.get(details) : wasOpen.get(details);
        }
        for (const body of all('tbody')) {
          const own = all('[data-row]', body);
          body.hidden = own.length > 0 && !own.some(isShown);
        }
        for (const panel of all('[data-panel]')) panel.hidden = !all('[data-row]', panel).some(isShown);
        for (const section of all('main > section')) {
          const own = all('[data-row]', section);
          const none = section.querySelector(':scope > .none');
          none.hidden = !own.length || own.some(isShown);
          section.classList.toggle('empty', !none.hidden);
        }
        one('#filter-count').textContent = words.length ? shown + ' of ' + rows.length + ' rows' : '';
        one('#filter-note').textContent = words.length ? 'Only rows that match: ' + filter.value : '';
      };
      filter.addEventListener('input', apply);

      // Keys: / to filter, Esc to clear, j k and the arrows from row to row.
      const visible = () => rows.map(row => row.element).filter(element => element.getClientRects().length > 0);
      let current = null;
      const go = element => {
        if (!element) return;
        if (current && current.tagName !== 'SUMMARY') current.tabIndex = -1;
        current = element;
        if (current.tagName !== 'SUMMARY') current.tabIndex = 0;
        current.focus();
        current.scrollIntoView({ block: 'nearest' });
      };
      const firstInView = list => list.find(element => element.getBoundingClientRect().top > 100) || list[0];
      const step = by => {
        const list = visible();
        const at = list.indexOf(document.activeElement.closest('[data-row]'));
        go(at < 0 ? firstInView(list) : list[Math.max(0, Math.min(list.length - 1, at + by))]);
      };
      document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const target = event.target;
        if (target === filter) {
          if (event.key === 'Escape') { filter.value = ''; apply(); filter.blur(); event.preventDefault(); }
          if (event.key === 'ArrowDown' || event.key === 'Enter') { go(visible()[0]); event.preventDefault(); }
          return;
        }
        if (target.closest('select, input, textarea')) return;
        const row = target.closest('[data-row]');
        const details = row && row.tagName === 'SUMMARY' ? row.parentElement : null;
        let isDone = true;
        if (event.key === '/') { filter.focus(); filter.select(); }
        else if (event.key === 'Escape' && tipped) showTip(null);
        else if (event.key === 'Escape' && filter.value) { filter.value = ''; apply(); }
        else if (event.key === 'j' || (row && event.key === 'ArrowDown')) step(1);
        else if (event.key === 'k' || (row && event.key === 'ArrowUp')) step(-1);
        else if (row && event.key === 'Home') go(visible()[0]);
        else if (row && event.key === 'End') go(visible().pop());
        else if (details && event.key === 'ArrowRight') details.open = true;
        else if (details && event.key === 'ArrowLeft') details.open = false;
        else isDone = false;
        if (isDone) event.preventDefault();
      });

      // The trees.
      const openAll = open => {
        for (const details of all('.tree details')) { details.open = open; wasOpen.set(details, open); }
      };
      if (one('#expand')) {
        one('#expand').addEventListener('click', () => openAll(true));
        one('#collapse').addEventListener('click', () => openAll(false));
        one('.tree').addEventListener('toggle', event => {
          if (!filter.value) wasOpen.set(event.target, event.target.open);
        }, true);
      }
      let closed = [];
      addEventListener('beforeprint', () => {
        closed = all('details').filter(details => !details.open);
        for (const details of closed) details.open = true;
      });
      addEventListener('afterprint', () => { for (const details of closed) details.open = false; });

      // What a condition says, beside whatever names it.
      const placeTip = () => {
        const box = tipped && tipped.getBoundingClientRect();
        tip.hidden = !box || box.bottom < 0 || box.top > innerHeight;
        if (tip.hidden) return;
        const own = tip.getBoundingClientRect();
        const below = box.bottom + 6 + own.height < innerHeight;
        tip.style.left = Math.max(8, Math.min(box.left, innerWidth - own.width - 8)) + 'px';
        tip.style.top = (below ? box.bottom + 6 : box.top - own.height - 6) + 'px';
      };
      const showTip = target => {
        const named = target && target.closest ? target.closest('[data-tip]') : null;
        if (tipped && tipped !== named) tipped.removeAttribute('aria-describedby');
        tipped = named && named.dataset.tip ? named : null;
        if (tipped) {
          tip.textContent = tipped.dataset.tip;
          tipped.setAttribute('aria-describedby', 'tip');
        }
        placeTip();
      };
      document.addEventListener('mouseover', event => showTip(event.target));
      document.addEventListener('mouseout', () => showTip(document.activeElement));
      document.addEventListener('focusin', event => showTip(event.target));
      document.addEventListener('focusout', () => showTip(null));
      document.addEventListener('scroll', placeTip, { passive: true, capture: true });

      // Where in the page one is.
      const links = new Map(all('.contents a').map(link => [link.getAttribute('href').slice(1), link]));
      const mark = id => {
        for (const [name, link] of links) {
          if (name === id) link.setAttribute('aria-current', 'true'); else link.removeAttribute('aria-current');
        }
      };
      const place = () => {
        const passed = all('main > section').filter(section => section.getBoundingClientRect().top < 160);
        if (passed.length) mark(passed[passed.length - 1].id);
      };
      document.addEventListener('scroll', place, { passive: true });
      place();

      // Who can: every answer is in the page.
      const data = one('#who-data') && JSON.parse(one('#who-data').textContent);
      if (!data) return;
      const choose = { type: one('#who-type'), action: one('#who-action'), scope: one('#who-scope') };
      const result = one('#who-result');
      const fill = (select, entries) => {
        const before = select.value;
        select.replaceChildren(...entries.map(([value, text]) => new Option(text, value)));
        if (entries.some(([value]) => String(value) === before)) select.value = before;
      };
      const list = (title, number) => {
        const [count, ...positions] = data.lists[number];
        const heading = document.createElement('h3');
        heading.textContent = title.replace('#', count);
        const names = document.createElement('ul');
        for (const position of positions) {
          const item = document.createElement('li');
          item.textContent = data.principals[position];
          names.append(item);
        }
        if (count > positions.length) {
          const item = document.createElement('li');
          item.textContent = 'and ' + (count - positions.length) + ' more';
          names.append(item);
        }
        return count ? [heading, names] : [heading];
      };
      const answer = () => {
        const type = Number(choose.type.value);
        const at = Number(choose.action.value) * 2;
        const found = data.answers[Number(choose.scope.value)][type];
        const question = document.createElement('p');
        question.className = 'note';
        question.textContent = data.types[type].actions[at / 2] + ' ' + data.types[type].name + ' in '
          + data.scopes[Number(choose.scope.value)];
        const may = list('# may, if a condition that is open here holds', found[at + 1]);
        result.replaceChildren(question, ...list('# can', found[at]), ...(data.lists[found[at + 1]][0] ? may : []));
      };
      const ofType = () => {
        const type = Number(choose.type.value);
        fill(choose.action, data.types[type].actions.map((name, index) => [index, name]));
        const scopes = data.scopes.map((name, index) => [index, name]);
        fill(choose.scope, scopes.filter(([index]) => data.answers[index][type].length));
        answer();
      };
      const usable = data.types.map((type, index) => [index, type.name])
        .filter(([index]) => data.answers.some(types => types[index].length));
      if (!usable.length) return;
      one('#ask').hidden = false;
      one('#ask').addEventListener('submit', event => event.preventDefault());
      fill(choose.type, usable);
      choose.type.addEventListener('change', ofType);
      choose.action.addEventListener('change', answer);
      choose.scope.addEventListener('change', answer);
      ofType();
    })();
    """#
}
