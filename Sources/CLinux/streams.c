#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

// Gives the standard streams that are closed something harmless to be. Else the first file or pipe
// that is opened would take the place of one of them; and the Swift runtime opens some before main.
__attribute__((constructor)) static void fill_closed_streams(void) {
  for (int number = 0; number <= 2; number++) {
    // Not writable: what is printed there is lost, and must not seem to have been shown.
    if (fcntl(number, F_GETFD) < 0 && errno == EBADF) open("/dev/null", O_RDONLY);
  }
}
