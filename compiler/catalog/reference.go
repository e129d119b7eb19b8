package catalog

import "strings"

// hasReference reports whether a value holds ${NAME}, so that it is known only when the job starts.
func hasReference(value string) bool { return strings.Contains(value, "${") }

// checkReferences reports a ${ that isn't ${NAME} or ${NAME:-default}; "" when all are well formed.
func checkReferences(value string) string {
	for {
		_, rest, found := strings.Cut(value, "${")
		if !found {
			return ""
		}
		inner, after, closed := strings.Cut(rest, "}")
		if !closed {
			return "a reference has no closing brace: write ${NAME} or ${NAME:-default}"
		}
		name, _, _ := strings.Cut(inner, ":-")
		if !isVariable(name) {
			return "${" + inner + "} is not a reference: write ${NAME} or ${NAME:-default}, NAME in letters, digits and _"
		}
		value = after
	}
}

// isVariable reports a name that an environment variable can have.
func isVariable(name string) bool {
	for i, c := range name {
		if c != '_' && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// checkSecret reports a secret that stands in the SQL: only ${NAME} without a default, or file:path, keeps it out of
// generated source, plans and version control.
func checkSecret(value string) string {
	if strings.HasPrefix(value, "file:") && !hasReference(value) {
		return ""
	}
	inner, opened := strings.CutPrefix(value, "${")
	name, closed := strings.CutSuffix(inner, "}")
	if opened && closed && isVariable(name) {
		return ""
	}
	return "a secret must not stand in SQL: write '${NAME}' to read it from the environment when the job starts, or 'file:/path'"
}
