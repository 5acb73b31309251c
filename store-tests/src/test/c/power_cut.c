/*
 * power_cut FOLDER: the ext4 or xfs that is mounted there goes down at once, and nothing is written
 * on the way: what was not synced is lost, as in a power cut.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>

#define SHUTDOWN _IOR('X', 125, uint32_t)
#define WITHOUT_FLUSHING_THE_JOURNAL 2

int main(int count, char **words) {
  uint32_t how = WITHOUT_FLUSHING_THE_JOURNAL;
  int folder = count == 2 ? open(words[1], O_RDONLY) : -1;
  if (folder < 0 || ioctl(folder, SHUTDOWN, &how) != 0) {
    perror(count == 2 ? words[1] : "power_cut FOLDER");
    return 1;
  }
  return 0;
}
