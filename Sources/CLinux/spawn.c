#include "namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLinux.h"

// What a child does between vfork and exec; it shares the parent's memory, and the parent's
// thread stands still meanwhile. Returns only when something failed.
static const char *prepare_and_exec(const struct clinux_start *start, int *scratch) {
  // Above the child's own descriptors first, so that no dup2 overwrites one still needed.
  // With the caller's rights, and before anything can be started that would be left outside.
  if (start->group >= 0 && write(start->group, "0", 1) != 1) return "write(cgroup.procs)";
  const int count = start->descriptor_count;
  for (int i = 0; i < count; i++) {
    scratch[i] = fcntl(start->descriptors[i], F_DUPFD_CLOEXEC, count + 16);
    if (scratch[i] < 0) return "fcntl";
  }
  int user = start->user_namespace, net = start->net_namespace;
  const char *failed = clinux_become(start->drop_ids, start->uid, start->gid, user, net);
  if (failed) return failed;
  for (int i = 0; i < count; i++) {
    if (dup2(scratch[i], i) < 0) return "dup2";
  }
  if (syscall(SYS_close_range, count, ~0U, 0) != 0) {
    for (int i = count; i < 4096; i++) close(i);
  }
  if (start->new_session && setsid() < 0) return "setsid";
  if (start->takes_terminal && ioctl(0, TIOCSCTTY, 0) != 0) return "ioctl(TIOCSCTTY)";
  for (int i = 0; i < start->limit_count; i++) {
    // A limit that is lower already stays.
    struct rlimit limit;
    if (getrlimit(start->limits[i].resource, &limit) != 0) return "getrlimit";
    if (start->limits[i].value < limit.rlim_max) limit.rlim_max = start->limits[i].value;
    if (limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
    if (setrlimit(start->limits[i].resource, &limit) != 0) return "setrlimit";
  }
  for (int number = 1; number < NSIG; number++) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (start->filter) {
    struct sock_fprog program = {.len = start->filter_length, .filter = (struct sock_filter *)start->filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "prctl(PR_SET_NO_NEW_PRIVS)";
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0) return "seccomp";
  }
  execve(start->path, start->arguments, start->environment);
  return "execve";
}

pid_t clinux_spawn(const struct clinux_start *start, const char **failed_call) {
  // A shell may need each of the namespaces that a sandbox can have.
  enum { most_descriptors = 400 };
  int scratch[most_descriptors];
  *failed_call = NULL;
  if (start->descriptor_count > most_descriptors) return -EMFILE;
  const char *volatile failed = NULL;
  volatile int error = 0;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pid_t child = vfork();
  if (child == 0) {
    failed = prepare_and_exec(start, scratch);
    error = errno;
    _exit(127);
  }
  if (child < 0) error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (child < 0) {
    *failed_call = "vfork";
    return -error;
  }
  if (failed) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    *failed_call = failed;
    return -error;
  }
  return child;
}

bool clinux_shares_memory(pid_t process) {
  // KCMP_VM, of which the number is part of the kernel's interface (kcmp(2)).
  return syscall(SYS_kcmp, getpid(), process, 1, 0, 0) == 0;
}
