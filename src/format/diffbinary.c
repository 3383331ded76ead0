// SPDX-License-Identifier: GPL-2.0-only
#include "format/diffbinary.h"

#include <gio/gio.h>
#include <string.h>

#include "base/error.h"

#define LINE_BYTES_MAX 52
#define GROUP_TEXT 5
#define GROUP_BYTES 4

static bool broken(GError **error, const char *what)
{
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "the binary patch is damaged: %s", what);
	return false;
}

static int digit_value(char c)
{
	static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz"
				     "!#$%&()*+-;<=>?@^_`{|}~";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? found - digits : -1;
}

/* five digits to four bytes, the highest first */
static bool decode_group(const char *text, guint32 *out)
{
	guint64 value = 0;

	for (int i = 0; i < GROUP_TEXT; i++) {
		int digit = digit_value(text[i]);

		if (digit < 0)
			return false;
		value = value * 85 + digit;
	}
	*out = value;
	return value <= G_MAXUINT32;
}

/* a line: a letter for the number of bytes, then groups; the last one may have filling */
static bool decode_line(const char *text, size_t size, GByteArray *out)
{
	size_t groups = size ? (size - 1) / GROUP_TEXT : 0, count = 0;

	if (!groups || (size - 1) % GROUP_TEXT)
		return false;
	if (*text >= 'A' && *text <= 'Z')
		count = *text - 'A' + 1;
	else if (*text >= 'a' && *text <= 'z')
		count = *text - 'a' + 27;
	if (count > LINE_BYTES_MAX || count > groups * GROUP_BYTES ||
	    count + GROUP_BYTES <= groups * GROUP_BYTES)
		return false;
	for (size_t i = 0; i < groups; i++) {
		guint8 bytes[GROUP_BYTES];
		guint32 value;

		if (!decode_group(text + 1 + i * GROUP_TEXT, &value))
			return false;
		for (int k = 0; k < GROUP_BYTES; k++)
			bytes[k] = value >> (24 - 8 * k);
		g_byte_array_append(out, bytes, MIN(count, GROUP_BYTES));
		count -= MIN(count, GROUP_BYTES);
	}
	return true;
}

/* the lines up to the empty one; @out_used: with that one, and with the line above them */
static GByteArray *decode_lines(const char *text, size_t size, size_t *out_used)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	const char *end = text + size, *at = text, *newline;

	for (;; at = newline + 1) {
		newline = at < end ? memchr(at, '\n', end - at) : NULL;
		if (!newline)
			return NULL;
		if (newline == at)
			break;
		if (at > text && !decode_line(at, newline - at, bytes))
			return NULL;
	}
	*out_used = newline + 1 - text;
	return g_steal_pointer(&bytes);
}

/* inflates and counts; keeps the bytes where @out is given */
static bool inflate(const GByteArray *packed, size_t length, GByteArray *out)
{
	g_autoptr(GZlibDecompressor) zlib = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
	GConverterResult result = G_CONVERTER_CONVERTED;
	guint8 buffer[65536];
	gsize used = 0, total = 0;

	while (result != G_CONVERTER_FINISHED) {
		gsize in = 0, made = 0;

		result = g_converter_convert(G_CONVERTER(zlib), packed->data + used,
					     packed->len - used, buffer, sizeof(buffer),
					     G_CONVERTER_INPUT_AT_END, &in, &made, NULL);
		if (result == G_CONVERTER_ERROR || made > length - total)
			return false;
		used += in;
		total += made;
		if (out)
			g_byte_array_append(out, buffer, made);
	}
	return total == length;
}

static bool parse_method(const char *text, size_t size, struct binary *binary)
{
	static const char literal[] = "literal ", delta[] = "delta ";
	const char *number, *end = text + size;

	binary->delta = size >= sizeof(delta) && !memcmp(text, delta, sizeof(delta) - 1);
	if (!binary->delta &&
	    (size < sizeof(literal) || memcmp(text, literal, sizeof(literal) - 1)))
		return false;
	number = text + (binary->delta ? sizeof(delta) : sizeof(literal)) - 1;
	for (; number < end && g_ascii_isdigit(*number) && binary->length <= BINARY_MAX; number++)
		binary->length = binary->length * 10 + *number - '0';
	return true;
}

struct binary *binary_parse(const char *text, size_t size, size_t limit, GError **error)
{
	g_autofree struct binary *binary = g_new0(struct binary, 1);
	g_autoptr(GByteArray) packed = NULL;

	if (!parse_method(text, size, binary))
		return NULL;
	if (binary->length > limit) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT,
			    "the binary patches unpack to more than %lu MiB", BINARY_MAX >> 20);
		return NULL;
	}
	binary->text = text;
	packed = decode_lines(text, size, &binary->size);
	if (!packed)
		broken(error, "it is cut off, or a line is not base-85");
	else if (!packed->len || !inflate(packed, binary->length, NULL))
		broken(error, "it does not unpack to the size that it states");
	else
		return g_steal_pointer(&binary);
	return NULL;
}

struct delta {
	const guint8 *at;
	const guint8 *end;
};

/* seven bits a byte, the lowest first */
static bool read_size(struct delta *delta, size_t *out)
{
	unsigned int shift = 0;

	*out = 0;
	while (delta->at < delta->end && shift < 56) {
		guint8 byte = *delta->at++;

		*out |= (size_t)(byte & 0x7f) << shift;
		shift += 7;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* the bytes of a number that @bits say are there */
static bool read_sparse(struct delta *delta, unsigned int bits, unsigned int count, size_t *out)
{
	*out = 0;
	for (unsigned int i = 0; i < count; i++) {
		if (!(bits & 1U << i))
			continue;
		if (delta->at == delta->end)
			return false;
		*out |= (size_t)*delta->at++ << (8 * i);
	}
	return true;
}

static bool run_copy(struct delta *delta, guint8 code, const guint8 *base, size_t base_size,
		     GByteArray *out)
{
	size_t offset, size;

	if (!read_sparse(delta, code, 4, &offset) || !read_sparse(delta, code >> 4, 3, &size))
		return false;
	if (!size)
		size = 0x10000;
	if (offset > base_size || size > base_size - offset || out->len + size > BINARY_MAX)
		return false;
	g_byte_array_append(out, base + offset, size);
	return true;
}

static bool run_delta(struct delta *delta, const guint8 *base, size_t base_size, GByteArray *out)
{
	size_t before, after;

	if (!read_size(delta, &before) || !read_size(delta, &after) || before != base_size)
		return false;
	while (delta->at < delta->end) {
		guint8 code = *delta->at++;

		if (code & 0x80) {
			if (!run_copy(delta, code, base, base_size, out))
				return false;
		} else {
			if (!code || code > delta->end - delta->at)
				return false;
			g_byte_array_append(out, delta->at, code);
			delta->at += code;
		}
		if (out->len > after)
			return false;
	}
	return out->len == after;
}

GBytes *binary_apply(const struct binary *binary, GBytes *before, GError **error)
{
	g_autoptr(GByteArray) packed = NULL, data = g_byte_array_new(), out = NULL;
	struct delta delta;
	gsize base_size = 0;
	const guint8 *base = before ? g_bytes_get_data(before, &base_size) : NULL;
	size_t used;

	packed = decode_lines(binary->text, binary->size, &used);
	if (!packed || !inflate(packed, binary->length, data)) {
		broken(error, "it does not unpack");
		return NULL;
	}
	if (!binary->delta)
		return g_byte_array_free_to_bytes(g_steal_pointer(&data));
	out = g_byte_array_new();
	delta = (struct delta){ data->data, data->data + data->len };
	if (!run_delta(&delta, base, base_size, out)) {
		broken(error, "its delta is against other content");
		return NULL;
	}
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
