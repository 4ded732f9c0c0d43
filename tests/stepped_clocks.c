/* Gives one process the clocks that a test sets: LD_PRELOAD names this library, STEPPED_CLOCKS a file that
   holds a `struct steps`, which the test may change at any time.

   A suspend moves wall and boot clock alike; CLOCK_MONOTONIC stands still in it. While the process itself is
   stopped, or where a test makes time pass at once, all three move; the kernel's own waits are measured on a clock
   that nobody can step, so what waits has to be woken. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

struct steps {
    int64_t awake_seconds;
    int64_t boot_seconds;
    int64_t wall_seconds;
    char zone[48]; /* as in TZ; empty: as it is */
};

static volatile struct steps *steps;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("STEPPED_CLOCKS");
    int file = path ? open(path, O_RDONLY) : -1;
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof *steps, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    if (mapped != MAP_FAILED) steps = mapped;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int failed = (int)syscall(SYS_clock_gettime, clock, now);
    if (failed || !steps) return failed;
    if (clock == CLOCK_MONOTONIC) now->tv_sec += steps->awake_seconds;
    if (clock == CLOCK_BOOTTIME) now->tv_sec += steps->boot_seconds;
    if (clock == CLOCK_REALTIME) now->tv_sec += steps->wall_seconds;
    return 0;
}

/* Python's threads wait in it for an instant of the clock above, which the kernel does not know. */
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until) {
    static int (*next)(sem_t *, clockid_t, const struct timespec *);
    if (!next) next = (int (*)(sem_t *, clockid_t, const struct timespec *))dlsym(RTLD_NEXT, "sem_clockwait");
    struct timespec shifted = *until;
    if (steps && clock == CLOCK_MONOTONIC) shifted.tv_sec -= steps->awake_seconds;
    return next(semaphore, clock, &shifted);
}

/* Otherwise only a new /etc/localtime could move a process to another zone. */
void tzset(void) {
    if (steps && steps->zone[0]) {
        char zone[sizeof steps->zone];
        for (size_t i = 0; i < sizeof zone; i++) zone[i] = steps->zone[i];
        const char *before = getenv("TZ");
        if (!before || strcmp(before, zone)) setenv("TZ", zone, 1);
    }
    ((void (*)(void))dlsym(RTLD_NEXT, "tzset"))();
}
