/* A disk with BYTES_LEFT bytes left for each process: files grow by so much together, then there is no space. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static long long left = -1;

static int is_full(int file, off64_t end) {
    struct stat64 now;
    if (left < 0)
        left = atoll(getenv("BYTES_LEFT"));
    if (fstat64(file, &now) != 0 || !S_ISREG(now.st_mode) || end <= now.st_size)
        return 0;
    if (__sync_sub_and_fetch(&left, end - now.st_size) >= 0)
        return 0;
    __sync_add_and_fetch(&left, end - now.st_size);
    errno = ENOSPC;
    return 1;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
    return is_full(file, at + count) ? -1 : real(file, bytes, count, at);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    return pwrite64(file, bytes, count, at);
}

ssize_t write(int file, const void *bytes, size_t count) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    off64_t at = lseek64(file, 0, SEEK_CUR);
    return at >= 0 && is_full(file, at + count) ? -1 : real(file, bytes, count);
}
