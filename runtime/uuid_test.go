package rt

import "testing"

func TestUUID(t *testing.T) {
	id, ok := ParseUUID("A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11")
	if !ok || id.String() != "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11" {
		t.Errorf("ParseUUID = %v, %v", id, ok)
	}
	for _, wrong := range []string{"", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
		"{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1"} {
		if _, ok := ParseUUID(wrong); ok {
			t.Errorf("ParseUUID(%q) accepted", wrong)
		}
	}
}
