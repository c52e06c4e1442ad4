#include "namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CLinux.h"

#ifndef NSFS_MAGIC
#define NSFS_MAGIC 0x6e736673
#endif

// Raw calls: glibc's own would change the ids of all threads of this process, whose memory a
// child of vfork or clone(CLONE_VM) shares.
const char *clinux_become(bool drop_ids, uid_t uid, gid_t gid, int user_namespace, int net_namespace) {
  if (drop_ids) {
    if (syscall(SYS_setgroups, 0, NULL) != 0) return "setgroups";
    if (syscall(SYS_setresgid, gid, gid, gid) != 0) return "setresgid";
    if (syscall(SYS_setresuid, uid, uid, uid) != 0) return "setresuid";
  }
  if (user_namespace >= 0 && setns(user_namespace, CLONE_NEWUSER) != 0) return "setns(user)";
  if (net_namespace >= 0 && setns(net_namespace, CLONE_NEWNET) != 0) return "setns(net)";
  return NULL;
}

struct task {
  int user_namespace, net_namespace;
  bool drop_ids;
  uid_t uid;
  gid_t gid;
  // A file to open, files to read or to write, or sockets to open: one, or one of netlink for each protocol.
  const char *path;
  struct clinux_setting *settings;
  const char *paths;
  char *buffer;
  size_t size;
  int *lengths;
  const int *protocols;
  int *sockets;
  int count;
  int domain, type, protocol;
  int result;
};

static void write_setting(struct clinux_setting *setting) {
  int file = open(setting->path, O_WRONLY | O_CLOEXEC);
  size_t length = strlen(setting->text);
  setting->result = file < 0 || write(file, setting->text, length) != (ssize_t)length ? -errno : 0;
  if (file >= 0) close(file);
}

static void read_files(struct task *task) {
  const char *path = task->paths;
  size_t used = 0;
  for (int i = 0; i < task->count; i++, path += strlen(path) + 1) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    // The kernel clears as much memory as is asked for.
    size_t room = task->size - used < 512 ? task->size - used : 512;
    ssize_t length = file < 0 ? -1 : read(file, task->buffer + used, room);
    task->lengths[i] = length < 0 ? -errno : (int)length;
    if (length > 0) used += (size_t)length;
    if (file >= 0) close(file);
  }
}

static int perform(void *argument) {
  struct task *task = argument;
  if (clinux_become(task->drop_ids, task->uid, task->gid, task->user_namespace, task->net_namespace)) {
    task->result = -errno;
  } else if (task->path) {
    int file = open(task->path, O_RDONLY | O_CLOEXEC);
    task->result = file < 0 ? -errno : file;
  } else if (task->paths) {
    read_files(task);
    task->result = 0;
  } else if (task->settings) {
    for (int i = 0; i < task->count; i++) write_setting(&task->settings[i]);
    task->result = 0;
  } else if (task->protocols) {
    for (int i = 0; i < task->count; i++) {
      int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, task->protocols[i]);
      task->sockets[i] = descriptor < 0 ? -errno : descriptor;
    }
    task->result = 0;
  } else {
    int descriptor = socket(task->domain, task->type | SOCK_CLOEXEC, task->protocol);
    task->result = descriptor < 0 ? -errno : descriptor;
  }
  return 0;
}

// A process of many threads cannot join a user namespace. A child that shares memory and
// descriptors can do it for us: what it opens is ours, and it is gone when this returns.
static int perform_in_child(struct task *task) {
  enum { stack_size = 64 * 1024 };
  char *stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return -errno;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  task->result = -EAGAIN;
  pid_t child = clone(perform, stack + stack_size, CLONE_VM | CLONE_VFORK | CLONE_FILES, task);
  int error = errno;
  if (child > 0) {
    while (waitpid(child, NULL, __WALL) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  munmap(stack, stack_size);
  return child < 0 ? -error : task->result;
}

int clinux_socket_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                     int domain, int type, int protocol) {
  struct task task = {.user_namespace = user_namespace, .net_namespace = net_namespace,
                      .drop_ids = drop_ids, .uid = uid, .gid = gid,
                      .domain = domain, .type = type, .protocol = protocol};
  return perform_in_child(&task);
}

int clinux_netlink_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                      const int *protocols, int *sockets, int count) {
  struct task task = {.user_namespace = user_namespace, .net_namespace = net_namespace,
                      .drop_ids = drop_ids, .uid = uid, .gid = gid,
                      .protocols = protocols, .sockets = sockets, .count = count};
  return perform_in_child(&task);
}

int clinux_write_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                    struct clinux_setting *settings, int count) {
  struct task task = {.user_namespace = user_namespace, .net_namespace = net_namespace,
                      .drop_ids = drop_ids, .uid = uid, .gid = gid,
                      .settings = settings, .count = count};
  return perform_in_child(&task);
}

int clinux_read_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                   const char *paths, int count, char *buffer, size_t size, int *lengths) {
  struct task task = {.user_namespace = user_namespace, .net_namespace = net_namespace,
                      .drop_ids = drop_ids, .uid = uid, .gid = gid, .paths = paths,
                      .count = count, .buffer = buffer, .size = size, .lengths = lengths};
  return perform_in_child(&task);
}

int clinux_open_in(int user_namespace, int net_namespace, bool drop_ids, uid_t uid, gid_t gid,
                   const char *path) {
  struct task task = {.user_namespace = user_namespace, .net_namespace = net_namespace,
                      .drop_ids = drop_ids, .uid = uid, .gid = gid, .path = path};
  return perform_in_child(&task);
}

int clinux_namespace_owner(int descriptor, uint64_t *device, uint64_t *inode) {
  int owner = ioctl(descriptor, NS_GET_USERNS);
  if (owner < 0) return -errno;
  struct stat status;
  int result = fstat(owner, &status) == 0 ? 0 : -errno;
  close(owner);
  if (result == 0) {
    *device = status.st_dev;
    *inode = status.st_ino;
  }
  return result;
}

bool clinux_is_namespace(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == 0 && (unsigned long)status.f_type == NSFS_MAGIC;
}

bool clinux_is_in_memory(int descriptor) {
  struct statfs status;
  return fstatfs(descriptor, &status) == 0 && (unsigned long)status.f_type == TMPFS_MAGIC;
}

bool clinux_is_network_namespace(int descriptor) {
  return ioctl(descriptor, NS_GET_NSTYPE) == CLONE_NEWNET;
}

int clinux_memory_file(const char *name, const void *bytes, size_t count) {
  int file = memfd_create(name, MFD_CLOEXEC);
  if (file < 0) return -errno;
  if (write(file, bytes, count) != (ssize_t)count || lseek(file, 0, SEEK_SET) != 0) {
    int error = errno;
    close(file);
    return -error;
  }
  return file;
}

int clinux_pidfd_open(pid_t pid) {
  int descriptor = (int)syscall(SYS_pidfd_open, pid, 0);
  return descriptor < 0 ? -errno : descriptor;
}

int clinux_pipe(int ends[2]) {
  return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -errno;
}

int clinux_event(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

const int clinux_o_path = O_PATH;
const int clinux_rlimit_nproc = RLIMIT_NPROC;
const int clinux_rlimit_rss = RLIMIT_RSS;
const int clinux_rlimit_msgqueue = RLIMIT_MSGQUEUE;

void clinux_pidfd_kill(int descriptor) {
  syscall(SYS_pidfd_send_signal, descriptor, SIGKILL, NULL, 0);
}
