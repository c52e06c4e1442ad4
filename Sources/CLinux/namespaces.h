#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <sys/types.h>

/// Takes the ids and namespaces in the calling task alone; NULL, or the name of the call that failed.
const char *clinux_become(bool drop_ids, uid_t uid, gid_t gid, int user_namespace, int net_namespace);
