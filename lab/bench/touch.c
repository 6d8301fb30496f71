/* The peer of the agent's holder: one thread that maps SIZE_BYTES, writes one byte into each page, and gives
 * all of it back. One such round for each line on stdin; prints the nanoseconds from the mapping to the last
 * page. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static long nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

int main(int count, char **arguments)
{
    size_t size = count == 2 ? strtoull(arguments[1], NULL, 10) : 0;
    size_t page = (size_t) sysconf(_SC_PAGESIZE);
    char line[16];
    while (size != 0 && fgets(line, sizeof line, stdin) != NULL) {
        long start = nanos();
        volatile char *block =
            mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED) {
            perror("mmap");
            return 1;
        }
        for (size_t at = 0; at < size; at += page) {
            block[at] = 1;
        }
        printf("%ld\n", nanos() - start);
        fflush(stdout);
        munmap((void *) block, size);
    }
    return 0;
}
