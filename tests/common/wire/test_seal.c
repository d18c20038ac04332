#include <criterion/criterion.h>

#include <stdio.h>

#include "wire/json.h"
#include "wire/seal.h"

static struct arena arena;
static const uint8_t master[SEAL_KEY_BYTES] = "0123456789abcdef0123456789abcde";

static void
begin(void)
{
	cr_assert(seal_start(NULL));
}

static void
finish(void)
{
	arena_free(&arena);
}

TestSuite(seal, .init = begin, .fini = finish);

#define CONTACT TEXT("redress.v1.ContactReceived")

static struct bytes
body_of(struct text type, const char *json)
{
	struct error error = { 0 };
	struct bytes body;

	cr_assert(wire_json_parse(type, text_of(json), &arena, &body, &error), "%s", error.text);
	return body;
}

static const char *
json_of(struct text type, struct bytes body)
{
	struct text json;

	cr_assert(wire_json_print(type, body, &arena, &json, NULL));
	return arena_string(&arena, json);
}

struct keys {
	struct seal_key key;
	enum seal_found found;
	int asked;
};

static enum seal_found
look_up(void *owner, struct text key_id, uint8_t secret[SEAL_KEY_BYTES], struct error *error)
{
	struct keys *keys = owner;

	keys->asked++;
	cr_assert(text_equal(key_id, keys->key.id));
	memcpy(secret, keys->key.secret, SEAL_KEY_BYTES);
	if (keys->found == SEAL_FAILED)
		error_set(error, ERROR_UNAVAILABLE, "the keys are away");
	return keys->found;
}

static struct keys
new_keys(void)
{
	struct keys keys = { .key.id = TEXT("k-17"), .found = SEAL_FOUND };

	seal_key_generate(keys.key.secret);
	return keys;
}

#define PLAIN                                                                                                             \
	"{\"nature\":\"NATURE_COMPLAINT\",\"category\":\"repairs\",\"customer\":{\"ref\":\"T9\",\"name\":\"Ann Other\"}," \
	"\"words\":\"Damp, again: na\xc3\xafve\",\"points\":[{\"ref\":\"1\",\"text\":\"damp\"},{\"ref\":\"2\",\"text\":\"cold\"}]}"

static const struct seal_of contact = { { "redress.v1.ContactReceived", 26 }, { "crm", 3 }, { "1", 1 } };

Test(seal, a_body_opens_to_what_it_was)
{
	struct keys keys = new_keys();
	struct bytes plain = body_of(CONTACT, PLAIN), sealed, opened;
	const char *shown;

	cr_assert(seal_message(&contact, plain, &keys.key, &arena, &sealed, NULL));
	shown = json_of(CONTACT, sealed);
	cr_assert_null(strstr(shown, "Ann Other"));
	cr_assert_null(strstr(shown, "Damp"));
	cr_assert_null(strstr(shown, "cold"));
	cr_assert_not_null(strstr(shown, "\"name\":\"sealed:1:k-17:"));
	cr_assert_not_null(strstr(shown, "\"category\":\"repairs\""));
	cr_assert_not_null(strstr(shown, "\"ref\":\"T9\""));
	cr_assert(text_equal(seal_key_id(CONTACT, sealed, &arena), keys.key.id));
	cr_assert(text_is_empty(seal_key_id(CONTACT, plain, &arena)));
	cr_assert(unseal_message(&contact, sealed, look_up, &keys, &arena, &opened, NULL));
	cr_assert_str_eq(json_of(CONTACT, opened), PLAIN);
	cr_assert_eq(keys.asked, 1);
	cr_assert_eq(opened.len, plain.len);
	cr_assert_eq(memcmp(opened.at, plain.at, plain.len), 0);
}

Test(seal, the_same_text_is_never_sealed_the_same)
{
	struct keys keys = new_keys();
	struct bytes plain = body_of(CONTACT, PLAIN), first, second;

	cr_assert(seal_message(&contact, plain, &keys.key, &arena, &first, NULL));
	cr_assert(seal_message(&contact, plain, &keys.key, &arena, &second, NULL));
	cr_assert_neq(memcmp(first.at, second.at, first.len), 0);
}

Test(seal, a_destroyed_key_erases)
{
	struct keys keys = new_keys();
	struct bytes sealed, opened;

	cr_assert(seal_message(&contact, body_of(CONTACT, PLAIN), &keys.key, &arena, &sealed, NULL));
	keys.found = SEAL_DESTROYED;
	cr_assert(unseal_message(&contact, sealed, look_up, &keys, &arena, &opened, NULL));
	cr_assert_str_eq(json_of(CONTACT, opened),
	    "{\"nature\":\"NATURE_COMPLAINT\",\"category\":\"repairs\",\"customer\":{\"ref\":\"T9\",\"name\":\"[erased]\"},"
	    "\"words\":\"[erased]\",\"points\":[{\"ref\":\"1\",\"text\":\"[erased]\"},{\"ref\":\"2\",\"text\":\"[erased]\"}]}");
}

Test(seal, keys_that_are_away_are_an_error)
{
	struct keys keys = new_keys();
	struct error error = { 0 };
	struct bytes sealed, opened;

	cr_assert(seal_message(&contact, body_of(CONTACT, PLAIN), &keys.key, &arena, &sealed, NULL));
	keys.found = SEAL_FAILED;
	cr_assert_not(unseal_message(&contact, sealed, look_up, &keys, &arena, &opened, &error));
	cr_assert_eq(error.code, ERROR_UNAVAILABLE);
}

/* A sealed text is bound to its place: elsewhere it does not open. */
Test(seal, moved_or_changed_texts_do_not_open)
{
	struct keys keys = new_keys();
	struct seal_of other = contact;
	struct error error = { 0 };
	struct bytes sealed, opened;
	char *json, *points, first[200];

	cr_assert(seal_message(&contact, body_of(CONTACT, PLAIN), &keys.key, &arena, &sealed, NULL));
	other.id = TEXT("2");
	cr_assert_not(unseal_message(&other, sealed, look_up, &keys, &arena, &opened, &error));
	cr_assert_str_eq(error.field, "customer.name");
	other = contact;
	other.source = TEXT("cr");
	other.id = TEXT("m1");
	cr_assert_not(unseal_message(&other, sealed, look_up, &keys, &arena, &opened, &error));
	/* Two points change places. */
	json = (char *)(uintptr_t)json_of(CONTACT, sealed);
	points = strstr(json, "\"text\":\"") + 8;
	memcpy(first, points, strcspn(points, "\"") + 1);
	memcpy(points, strstr(points, "\"text\":\"") + 8, strcspn(points, "\""));
	cr_assert_not(unseal_message(&contact, body_of(CONTACT, json), look_up, &keys, &arena, &opened, &error));
	cr_assert_str_eq(error.field, "points[0].text");
	/* One letter of the ciphertext. */
	memcpy(points, first, strcspn(first, "\""));
	points[60] = points[60] == 'A' ? 'B' : 'A';
	cr_assert_not(unseal_message(&contact, body_of(CONTACT, json), look_up, &keys, &arena, &opened, &error));
	/* Cut off. */
	cr_assert_not(unseal_message(
	    &contact, body_of(CONTACT, "{\"words\":\"sealed:1:k-17:AAAA\"}"), look_up, &keys, &arena, &opened, &error));
	cr_assert_str_eq(error.field, "words");
}

Test(seal, what_looks_sealed_when_posted_is_sealed_like_any_text)
{
	struct keys keys = new_keys();
	struct bytes plain = body_of(CONTACT, "{\"words\":\"sealed:1:k-17:AAAA\"}"), sealed, opened;

	cr_assert(seal_message(&contact, plain, &keys.key, &arena, &sealed, NULL));
	cr_assert(unseal_message(&contact, sealed, look_up, &keys, &arena, &opened, NULL));
	cr_assert_str_eq(json_of(CONTACT, opened), "{\"words\":\"sealed:1:k-17:AAAA\"}");
}

/* The table in C and the comments in landlord.proto say the same. */
Test(seal, personal_fields_are_those_of_the_schema)
{
	size_t count, found = 0;
	const struct personal_field *fields = personal_fields(&count);
	char line[512], message[64] = "", field[64];
	FILE *proto = fopen(REDRESS_SOURCE_DIR "/proto/redress/v1/landlord.proto", "r");

	cr_assert_not_null(proto);
	while (fgets(line, sizeof(line), proto) != NULL) {
		bool known = false;

		sscanf(line, "message %63s {", message);
		if (strstr(line, "// personal") == NULL)
			continue;
		cr_assert_eq(sscanf(line, " string %63s =", field), 1, "%s", line);
		for (size_t i = 0; i < count; i++)
			known =
			    known || (strcmp(fields[i].message, message) == 0 && strcmp(fields[i].field, field) == 0);
		cr_assert(known, "%s.%s is marked personal and not sealed", message, field);
		found++;
	}
	fclose(proto);
	cr_assert_eq(found, count, "a field is sealed that is not marked personal");
	cr_assert_gt(found, 30);
}

Test(seal, the_subject_is_the_customer_where_one_is_named)
{
	struct text subject;

	cr_assert(seal_subject(CONTACT, body_of(CONTACT, PLAIN), TEXT("LIVIN-1"), &arena, &subject, NULL));
	cr_assert(text_equal(subject, TEXT("customer:T9")));
	cr_assert(seal_subject(
	    CONTACT, body_of(CONTACT, "{\"customer\":{\"name\":\"A\"}}"), TEXT("LIVIN-1"), &arena, &subject, NULL));
	cr_assert(text_equal(subject, TEXT("case:LIVIN-1")));
	cr_assert(seal_needs_key(CONTACT, body_of(CONTACT, "{\"customer\":{\"name\":\"A\"}}"), &arena));
	cr_assert_not(seal_needs_key(CONTACT, body_of(CONTACT, "{\"customer\":{\"ref\":\"A\"}}"), &arena));
}

Test(seal, keys_are_wrapped_under_the_master_key)
{
	uint8_t secret[SEAL_KEY_BYTES], wrapped[SEAL_WRAPPED_BYTES], opened[SEAL_KEY_BYTES], other[SEAL_KEY_BYTES];
	struct bytes bytes = { wrapped, sizeof(wrapped) };
	struct error error = { 0 };

	seal_key_generate(secret);
	seal_key_generate(other);
	seal_key_wrap(master, TEXT("k-1"), secret, wrapped);
	cr_assert(seal_key_unwrap(master, TEXT("k-1"), bytes, opened, &error));
	cr_assert_eq(memcmp(secret, opened, sizeof(secret)), 0);
	cr_assert_not(seal_key_unwrap(other, TEXT("k-1"), bytes, opened, &error));
	cr_assert_not(seal_key_unwrap(master, TEXT("k-2"), bytes, opened, &error));
	cr_assert_not(seal_key_unwrap(master, TEXT("k-1"), (struct bytes){ wrapped, 71 }, opened, &error));
	wrapped[40] ^= 1;
	cr_assert_not(seal_key_unwrap(master, TEXT("k-1"), bytes, opened, &error));
}

Test(seal, a_master_key_is_64_hexadecimal_digits)
{
	uint8_t key[SEAL_KEY_BYTES];

	cr_assert(
	    seal_master_parse(TEXT("00ff000102030405060708090a0b0c0d0e0f101112131415161718191a1b1cAB\n"), key, NULL));
	cr_assert_eq(key[1], 0xff);
	cr_assert_eq(key[31], 0xab);
	cr_assert_not(seal_master_parse(TEXT(""), key, NULL));
	cr_assert_not(
	    seal_master_parse(TEXT("00ff000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c"), key, NULL));
	cr_assert_not(
	    seal_master_parse(TEXT("00ff000102030405060708090a0b0c0d0e0f101112131415161718191a1b1cxy"), key, NULL));
}

Test(seal, case_references_are_the_same_for_the_same_post)
{
	struct text ref = case_ref_mint(TEXT("livin"), TEXT("crm"), TEXT("1"), &arena);

	cr_assert_eq(ref.len, 17);
	cr_assert_eq(memcmp(ref.at, "LIVIN-", 6), 0);
	cr_assert_eq(strspn(ref.at + 6, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), 11);
	cr_assert_eq(ref.at[11], '-');
	cr_assert(text_equal(ref, case_ref_mint(TEXT("livin"), TEXT("crm"), TEXT("1"), &arena)));
	cr_assert_not(text_equal(ref, case_ref_mint(TEXT("livin"), TEXT("crm"), TEXT("2"), &arena)));
	cr_assert_not(text_equal(ref, case_ref_mint(TEXT("livin"), TEXT("cr"), TEXT("m1"), &arena)));
	/* first 50 bits of BLAKE2b-256("livin" NUL "crm" NUL "1") */
	cr_assert(text_equal(ref, TEXT("LIVIN-R9SVQ-VQ29Q")));
}

Test(seal, a_digest_tells_every_difference)
{
	struct posted posted = {
		.type = CONTACT, .subject = TEXT("a"), .occurred_at = { 5 }, .body = { (const uint8_t *)"b", 1 }
	};
	struct posted others[] = { posted, posted, posted, posted };
	uint8_t key[SEAL_KEY_BYTES], first[SEAL_DIGEST_BYTES], other[SEAL_DIGEST_BYTES];

	seal_digest_key(master, key);
	cr_assert_neq(memcmp(key, master, sizeof(key)), 0);
	posted_digest(key, &posted, first);
	posted_digest(key, &posted, other);
	cr_assert_eq(memcmp(first, other, sizeof(first)), 0);
	others[0].type = TEXT("redress.v1.ContactReceive");
	others[1].subject = TEXT("");
	others[2].occurred_at.us = 6;
	others[3].body.len = 0;
	for (size_t i = 0; i < 4; i++) {
		posted_digest(key, &others[i], other);
		cr_assert_neq(memcmp(first, other, sizeof(first)), 0, "difference %zu", i);
	}
	posted_digest(master, &posted, other);
	cr_assert_neq(memcmp(first, other, sizeof(first)), 0);
}
