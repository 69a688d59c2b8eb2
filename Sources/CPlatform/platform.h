// What Swift has no way to say of itself.
#ifndef POLICYD_PLATFORM_H
#define POLICYD_PLATFORM_H

#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// Has the processor begin to fetch the cache line at an address. A hint: any address will do, none faults.
static inline __attribute__((always_inline)) void policyd_prefetch(const void *_Nonnull address) {
  __builtin_prefetch(address);
}

/// Gives memory that is free back to the system, where the C library can.
static inline void policyd_give_back_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

#endif
