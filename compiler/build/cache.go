package build

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// keepUnused is how long a cached workspace or binary stays after its last use.
const keepUnused = 30 * 24 * time.Hour

// cache is weir's directory below the user's cache directory. Everything in it may be deleted at any time between builds.
//
//	runtime/<hash>/          the embedded runtime as a module
//	jobs/<hash>/             a private workspace: go.mod, the generated package, its binary
//	modules/<hash>/          overlay and binary of a job that is built inside the user's module
type cache struct {
	dir string
}

func openCache(dir string) (*cache, error) {
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("no directory for cached builds: %w", err)
		}
		dir = filepath.Join(user, "weir")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("no directory for cached builds: %w", err)
	}
	return &cache{dir}, nil
}

// entry returns the directory of an entry, made if need be and marked as used now.
func (c *cache) entry(kind, hash string) (string, error) {
	dir := filepath.Join(c.dir, kind, hash)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	now := time.Now()
	return dir, os.Chtimes(dir, now, now)
}

// prune removes the entries of a kind that nobody used for long. Failures don't matter: the next build tries again.
func (c *cache) prune(kind string) {
	entries, _ := os.ReadDir(filepath.Join(c.dir, kind))
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > keepUnused {
			os.RemoveAll(filepath.Join(c.dir, kind, entry.Name()))
		}
	}
}

// hashOf is a short hash of strings, in order.
func hashOf(parts ...string) string {
	sum := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(sum, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(sum.Sum(nil))[:20]
}
