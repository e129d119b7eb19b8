// Package hash is SQL's hash functions for generated code.
package hash

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"hash/crc32"
	"unsafe"

	rt "github.com/weirsql/weir/runtime"
)

func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func hexOf(scratch *rt.Scratch, sum []byte) string {
	return scratch.KeepString(hex.AppendEncode(scratch.Reserve(2*len(sum)), sum))
}

func kept(scratch *rt.Scratch, sum []byte) []byte {
	return scratch.Keep(append(scratch.Reserve(len(sum)), sum...))
}

// MD5Hex is a string's MD5 hash in hexadecimal.
func MD5Hex(scratch *rt.Scratch, s string) string { return MD5HexBytes(scratch, bytesOf(s)) }

// MD5HexBytes is MD5Hex of bytes.
func MD5HexBytes(scratch *rt.Scratch, b []byte) string {
	sum := md5.Sum(b)
	return hexOf(scratch, sum[:])
}

// SHA1Hex is a string's SHA-1 hash in hexadecimal.
func SHA1Hex(scratch *rt.Scratch, s string) string {
	sum := sha1.Sum(bytesOf(s))
	return hexOf(scratch, sum[:])
}

// SHA1 is the SHA-1 hash of bytes.
func SHA1(scratch *rt.Scratch, b []byte) []byte {
	sum := sha1.Sum(b)
	return kept(scratch, sum[:])
}

// SHA224Hex is a string's SHA-224 hash in hexadecimal.
func SHA224Hex(scratch *rt.Scratch, s string) string {
	sum := sha256.Sum224(bytesOf(s))
	return hexOf(scratch, sum[:])
}

// SHA224 is the SHA-224 hash of bytes.
func SHA224(scratch *rt.Scratch, b []byte) []byte {
	sum := sha256.Sum224(b)
	return kept(scratch, sum[:])
}

// SHA256Hex is a string's SHA-256 hash in hexadecimal.
func SHA256Hex(scratch *rt.Scratch, s string) string {
	sum := sha256.Sum256(bytesOf(s))
	return hexOf(scratch, sum[:])
}

// SHA256 is the SHA-256 hash of bytes.
func SHA256(scratch *rt.Scratch, b []byte) []byte {
	sum := sha256.Sum256(b)
	return kept(scratch, sum[:])
}

// SHA384Hex is a string's SHA-384 hash in hexadecimal.
func SHA384Hex(scratch *rt.Scratch, s string) string {
	sum := sha512.Sum384(bytesOf(s))
	return hexOf(scratch, sum[:])
}

// SHA384 is the SHA-384 hash of bytes.
func SHA384(scratch *rt.Scratch, b []byte) []byte {
	sum := sha512.Sum384(b)
	return kept(scratch, sum[:])
}

// SHA512Hex is a string's SHA-512 hash in hexadecimal.
func SHA512Hex(scratch *rt.Scratch, s string) string {
	sum := sha512.Sum512(bytesOf(s))
	return hexOf(scratch, sum[:])
}

// SHA512 is the SHA-512 hash of bytes.
func SHA512(scratch *rt.Scratch, b []byte) []byte {
	sum := sha512.Sum512(b)
	return kept(scratch, sum[:])
}

// CRC32 is the CRC-32 (IEEE) of the bytes.
func CRC32[T string | []byte](b T) int64 { return int64(crc32.ChecksumIEEE([]byte(b))) }
