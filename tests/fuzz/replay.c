/* Puts every file of the folders named on the command line through a fuzz target, without libFuzzer. */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
replay_file(const char *path, size_t *count)
{
	struct stat about;
	FILE *file;
	uint8_t *data;
	bool whole;

	if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
		return true;
	file = fopen(path, "rb");
	if (file == NULL)
		return false;
	/* Exactly as long as the file, so that a sanitizer sees a read past its end. */
	data = malloc((size_t)about.st_size + (about.st_size == 0));
	whole = data != NULL && fread(data, 1, (size_t)about.st_size, file) == (size_t)about.st_size;
	fclose(file);
	if (whole) {
		LLVMFuzzerTestOneInput(data, (size_t)about.st_size);
		*count += 1;
	}
	free(data);
	return whole;
}

int
main(int argc, char **argv)
{
	size_t count = 0;

	for (int i = 1; i < argc; i++) {
		DIR *folder = opendir(argv[i]);
		struct dirent *entry;

		if (folder == NULL) {
			perror(argv[i]);
			return 1;
		}
		while ((entry = readdir(folder)) != NULL) {
			char path[4096];

			snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
			if (!replay_file(path, &count)) {
				perror(path);
				return 1;
			}
		}
		closedir(folder);
	}
	printf("%zu inputs\n", count);
	return count == 0;
}
