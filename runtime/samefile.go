package rt

import (
	"fmt"
	"path/filepath"
)

// FileSink is a Sink that puts whole files in place when it commits. Files lists them, once it is open.
type FileSink interface {
	Files() []string
}

// checkFiles refuses a file that two tables would write, or one would write and another read. The compiler does so for the paths
// that stand in the SQL; these may come from variables and --set, or be one file by way of a link or a glob.
func (r *run) checkFiles(coordinators []*coordinator) error {
	writers, err := r.writtenFiles()
	if err != nil || len(writers) == 0 {
		return err
	}
	for i, c := range coordinators {
		if c == nil {
			continue
		}
		for _, split := range c.splits {
			if writer, ok := writers[r.sameFile(split.Name)]; ok && split.Name != "" {
				return &UsageError{fmt.Errorf("table %s reads '%s', which %s writes: give them different paths", r.job.Stages[i].Source, split.Name, writer)}
			}
		}
	}
	return nil
}

// writtenFiles finds who writes each file.
func (r *run) writtenFiles() (map[string]string, error) {
	writers := map[string]string{}
	if r.config.DeadLetters != "" && r.config.DeadLetters != standardOutput {
		writers[r.sameFile(r.config.DeadLetters)] = "--dead-letter"
	}
	for _, s := range r.sinks {
		sink, ok := s.Sink.(FileSink)
		if !ok {
			continue
		}
		for _, path := range sink.Files() {
			key := r.sameFile(path)
			if other, twice := writers[key]; twice {
				return nil, &UsageError{fmt.Errorf("%s and table %s write the same file, '%s': give them different paths", other, s.table.Name, path)}
			}
			writers[key] = "table " + s.table.Name
		}
	}
	return writers, nil
}

// sameFile is a name that all paths of a file share: absolute, links followed as far as there is something.
func (r *run) sameFile(path string) string {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if resolved, err := r.config.Files.Resolve(absolute); err == nil {
		return resolved
	}
	dir, err := r.config.Files.Resolve(filepath.Dir(absolute))
	if err != nil {
		return absolute
	}
	return filepath.Join(dir, filepath.Base(absolute))
}
