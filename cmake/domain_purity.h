/* Put before every file of common/domain by the build: what the domain may include, and then a ban on the names by
 * which a clock, the heap, stdio or the locale would come in. `nm` on the archive (tests/architecture/purity.sh) proves
 * the rest. */
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma GCC poison malloc calloc realloc reallocarray free alloca aligned_alloc posix_memalign strdup strndup asprintf \
    vasprintf
#pragma GCC poison time_t gettimeofday clock_gettime timespec_get localtime localtime_r gmtime gmtime_r mktime timegm
#pragma GCC poison strftime strptime tzset difftime nanosleep usleep sleep
#pragma GCC poison printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf dprintf puts fputs fopen fclose \
    fread fwrite
#pragma GCC poison FILE stdin stdout stderr perror ioctl socket
#pragma GCC poison qsort qsort_r bsearch lfind hsearch atoi atol atoll atof strtol strtoul strtoll strtoull strtod \
    sscanf scanf
#pragma GCC poison getenv setenv setlocale localeconv rand srand random srandom rand_r getrandom strerror strtok \
    strcoll strxfrm
#pragma GCC poison exit abort atexit _exit system fork pthread_create pthread_mutex_lock errno assert setjmp longjmp
