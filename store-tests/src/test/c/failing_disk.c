/*
 * A disk that fails fsync, or lies, for one process: preloaded (LD_PRELOAD), it stands before fsync and
 * fdatasync and asks a rule file, named by ZONEKEEP_DISK_RULE, each time. The rule is one line:
 *
 *   PATTERN BYTES TIMES
 *
 * An fsync fails with EIO if the file's path matches PATTERN (as in fnmatch: * matches slashes
 * too), its writer has come to BYTES or further, and it failed fewer than TIMES before in this
 * process (0: always). With TIMES below 0 it lies instead: it succeeds and syncs nothing. As on Linux, a failed fsync is told once: the next one may succeed. What was
 * written stays in the page cache, so that a test can see who took it for written.
 *
 * No rule file: nothing fails. Each failure or lie adds a line to the rule file's name with ".hits".
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_long failures;

/* Whether there is a rule, and what it says. */
static int read_rule(char *pattern, long *bytes, long *times) {
  char text[PATH_MAX + 64];
  const char *name = getenv("ZONEKEEP_DISK_RULE");
  int rule = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
  if (rule < 0) {
    return 0;
  }
  ssize_t length = read(rule, text, sizeof text - 1);
  close(rule);
  text[length > 0 ? length : 0] = 0;
  return sscanf(text, "%4095s %ld %ld", pattern, bytes, times) == 3;
}

static int path_of(int file, char *path) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
  return length > 0;
}

static void note(const char *path, long at) {
  char name[PATH_MAX + 8], line[PATH_MAX + 64];
  snprintf(name, sizeof name, "%s.hits", getenv("ZONEKEEP_DISK_RULE"));
  int hits = open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (hits >= 0) {
    int length = snprintf(line, sizeof line, "%s at %ld\n", path, at);
    if (write(hits, line, length) < 0) {
      perror(name);
    }
    close(hits);
  }
}

enum verdict { SYNC, FAIL, LIE };

static enum verdict judge(int file) {
  char pattern[PATH_MAX], path[PATH_MAX];
  long bytes, times;
  if (!read_rule(pattern, &bytes, &times) || !path_of(file, path)) {
    return SYNC;
  }
  long at = lseek(file, 0, SEEK_CUR);
  if (fnmatch(pattern, path, 0) != 0 || at < bytes) {
    return SYNC;
  }
  if (times > 0 && atomic_fetch_add(&failures, 1) >= times) {
    return SYNC;
  }
  note(path, at);
  return times < 0 ? LIE : FAIL;
}

static int sync_or_not(const char *name, int file) {
  int before = errno;
  enum verdict verdict = judge(file);
  errno = verdict == FAIL ? EIO : before;
  if (verdict != SYNC) {
    return verdict == FAIL ? -1 : 0;
  }
  return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) { return sync_or_not("fsync", file); }

int fdatasync(int file) { return sync_or_not("fdatasync", file); }
