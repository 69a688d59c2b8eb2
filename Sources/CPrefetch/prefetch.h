// Swift has no way to ask for a cache line ahead of its use; the compiler's builtin is reached through this header.
#ifndef POLICYD_PREFETCH_H
#define POLICYD_PREFETCH_H

/// Has the processor begin to fetch the cache line at an address. A hint: any address will do, none faults.
static inline __attribute__((always_inline)) void policyd_prefetch(const void *_Nonnull address) {
  __builtin_prefetch(address);
}

#endif
