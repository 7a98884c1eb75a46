/* A disk that fails on demand, preloaded between SQLite and the kernel.
 *
 * The file named by FAULTY_DISK says what breaks, and is read at every call: "write" (EIO from
 * writes), "sync" (EIO from fsync), "slow" (fsync takes half a second), empty (nothing). Only files
 * of the database (walkie.db…) are touched. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static char fault(void) {
  const char *path = getenv("FAULTY_DISK");
  char first[2] = {0, 0}; /* "write", "sync", "slow": the second letter tells them apart */
  if (path == NULL) return 0;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t size = read(file, first, 2);
  close(file);
  return size == 2 ? first[1] : 0;
}

static int of_the_database(int descriptor) {
  char link[64], name[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t size = readlink(link, name, sizeof name - 1);
  if (size <= 0) return 0;
  name[size] = 0;
  return strstr(name, "walkie.db") != NULL;
}

static int broken(int descriptor, char how) {
  return fault() == how && of_the_database(descriptor);
}

static int sync_with(int descriptor, const char *call) {
  if (broken(descriptor, 'y')) {
    errno = EIO;
    return -1;
  }
  if (broken(descriptor, 'l')) {
    struct timespec half_a_second = {0, 500000000};
    nanosleep(&half_a_second, NULL);
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
  return real(descriptor);
}

int fsync(int descriptor) { return sync_with(descriptor, "fsync"); }
int fdatasync(int descriptor) { return sync_with(descriptor, "fdatasync"); }

static ssize_t write_with(int descriptor, const void *bytes, size_t size, off_t at,
                          const char *call) {
  if (broken(descriptor, 'r')) {
    errno = EIO;
    return -1;
  }
  ssize_t (*real)(int, const void *, size_t, off_t) =
      (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, call);
  return real(descriptor, bytes, size, at);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t at) {
  return write_with(descriptor, bytes, size, at, "pwrite");
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off_t at) {
  return write_with(descriptor, bytes, size, at, "pwrite64");
}
