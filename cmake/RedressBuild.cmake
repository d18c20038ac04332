# How everything here is built: one place for flags, libraries and the shapes of targets.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
	set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(ZMQ REQUIRED IMPORTED_TARGET libzmq)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(PROTOBUF_C REQUIRED IMPORTED_TARGET libprotobuf-c)
pkg_check_modules(UV REQUIRED IMPORTED_TARGET libuv)
pkg_check_modules(MHD REQUIRED IMPORTED_TARGET libmicrohttpd)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(FYAML REQUIRED IMPORTED_TARGET libfyaml)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
find_program(PROTOC_C protoc-c REQUIRED)

add_library(redress_flags INTERFACE)
target_compile_options(redress_flags INTERFACE
	-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
	-Wformat=2 -Wundef -Werror -fstack-protector-strong -fno-common)
target_compile_definitions(redress_flags INTERFACE _GNU_SOURCE
	$<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>
	$<$<BOOL:${REDRESS_CONTROL_NAIVE_LOG}>:REDRESS_CONTROL_NAIVE_LOG>
	$<$<BOOL:${REDRESS_CONTROL_EARLY_ACK}>:REDRESS_CONTROL_EARLY_ACK>)
target_include_directories(redress_flags INTERFACE ${CMAKE_SOURCE_DIR}/common)

# redress_library(<layer> SOURCES a.c ... [USES target ...] [HIDES target ...] [SQL dir])
# USES are part of its headers; HIDES are not. The library is redress_<layer>.
function(redress_library layer)
	cmake_parse_arguments(arg "" "SQL" "SOURCES;USES;HIDES" ${ARGN})
	add_library(redress_${layer} STATIC ${arg_SOURCES})
	target_link_libraries(redress_${layer} PUBLIC ${arg_USES} PRIVATE redress_flags ${arg_HIDES})
	target_include_directories(redress_${layer} PUBLIC ${CMAKE_SOURCE_DIR}/common)
	if(arg_SQL)
		redress_embed_sql(redress_${layer} ${layer} ${arg_SQL})
	endif()
endfunction()

# redress_daemon(<name> SOURCES ... USES ... [SQL dir]): redress-<name>, and redress_<name>_service for its tests: everything but main.c.
function(redress_daemon name)
	cmake_parse_arguments(arg "" "SQL" "SOURCES;USES" ${ARGN})
	add_library(redress_${name}_service STATIC ${arg_SOURCES})
	target_link_libraries(redress_${name}_service PUBLIC ${arg_USES} PRIVATE redress_flags)
	target_include_directories(redress_${name}_service PUBLIC ${CMAKE_SOURCE_DIR}/common ${CMAKE_SOURCE_DIR}/services)
	if(arg_SQL)
		redress_embed_sql(redress_${name}_service ${name} ${arg_SQL})
	endif()
	add_executable(redress-${name} main.c)
	target_link_libraries(redress-${name} PRIVATE redress_${name}_service redress_flags)
	set_target_properties(redress-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
	install(TARGETS redress-${name})
endfunction()

# Each <dir>/<verb>_<noun>.sql becomes `extern const char SQL_<VERB>_<NOUN>[]` in "<name>_sql.h".
function(redress_embed_sql target name dir)
	file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*.sql)
	set(base ${CMAKE_CURRENT_BINARY_DIR}/${name}_sql)
	add_custom_command(OUTPUT ${base}.c ${base}.h
		COMMAND ${CMAKE_COMMAND} -DBASE=${base} "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake
		DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/EmbedSql.cmake VERBATIM)
	target_sources(${target} PRIVATE ${base}.c ${base}.h)
	target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# redress_test(<source> USES target ...): a Criterion program, named by its path below tests/.
function(redress_test source)
	cmake_parse_arguments(arg "" "" "USES;LABELS" ${ARGN})
	file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR}/${source})
	string(REGEX REPLACE "\\.c$" "" name ${path})
	string(REPLACE "/" "-" target test-${name})
	add_executable(${target} ${source})
	target_link_libraries(${target} PRIVATE ${arg_USES} redress_flags redress_criterion)
	target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/common ${CMAKE_SOURCE_DIR}/services ${CMAKE_SOURCE_DIR}/tests)
	target_compile_definitions(${target} PRIVATE REDRESS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
	set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
	add_test(NAME ${name} COMMAND ${target})
	if(arg_LABELS)
		set_tests_properties(${name} PROPERTIES LABELS "${arg_LABELS}")
	endif()
endfunction()

# redress_fuzz(fuzz_<what>.c USES target ...): a libFuzzer program, build/fuzz/fuzz/<what>, in the preset fuzz; in the others a
# test, fuzz/<what>, that puts every file of tests/fuzz/corpus/<what> through the same function.
function(redress_fuzz source)
	cmake_parse_arguments(arg "" "" "USES" ${ARGN})
	string(REGEX REPLACE "^fuzz_(.*)\\.c$" "\\1" what ${source})
	add_executable(fuzz-${what} ${source})
	if(NOT TARGET redress_fuzzing)
		add_library(redress_fuzzing INTERFACE)
		target_compile_options(redress_fuzzing INTERFACE -Wno-missing-prototypes)
	endif()
	target_link_libraries(fuzz-${what} PRIVATE ${arg_USES} redress_flags redress_fuzzing)
	target_include_directories(fuzz-${what} PRIVATE ${CMAKE_SOURCE_DIR}/common ${CMAKE_SOURCE_DIR}/services ${CMAKE_SOURCE_DIR}/tests)
	set_target_properties(fuzz-${what} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/fuzz OUTPUT_NAME ${what})
	if(REDRESS_FUZZ)
		target_link_options(fuzz-${what} PRIVATE -fsanitize=fuzzer)
		if(NOT TARGET fuzz)
			add_custom_target(fuzz)
		endif()
		add_dependencies(fuzz fuzz-${what})
	else()
		target_sources(fuzz-${what} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay.c)
		add_test(NAME fuzz/${what} COMMAND fuzz-${what} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${what})
	endif()
endfunction()
