package main

import "container/list"

// keyTotals is a group by a number, and the row that it gives.
type keyTotals struct {
	K     int64 `json:"k"`
	N     int64 `json:"n"`
	Total int64 `json:"total"`
	Least int64 `json:"least"`
	Most  int64 `json:"most"`
}

func (g *keyTotals) fields() []string {
	return []string{textOf(g.K), textOf(g.N), textOf(g.Total), textOf(g.Least), textOf(g.Most)}
}

// groups adds up events by their keys.
func groups() query[event] {
	byKey := map[int64]*keyTotals{}
	var order []*keyTotals
	return query[event]{"k,n,total,least,most", func(e *event, _ func(row) error) error {
		g := byKey[e.K]
		if g == nil {
			g = &keyTotals{K: e.K, Least: e.V, Most: e.V}
			byKey[e.K] = g
			order = append(order, g)
		}
		g.N++
		g.Total += e.V
		g.Least, g.Most = min(g.Least, e.V), max(g.Most, e.V)
		return nil
	}, func(emit func(row) error) error { return emitAll(order, emit) }}
}

// session is a run of events of a key, and the row that it gives.
type session struct {
	K           int64  `json:"k"`
	Start       string `json:"window_start"`
	End         string `json:"window_end"`
	N           int64  `json:"n"`
	Total       int64  `json:"total"`
	first, last int64
}

func (s *session) fields() []string {
	return []string{textOf(s.K), s.Start, s.End, textOf(s.N), textOf(s.Total)}
}

// sessions are of events in the order of time that are less than two seconds apart: those that are open are in the order of their last ones.
func sessions() query[event] {
	const gap = 2000
	open := list.New()
	byKey := map[int64]*list.Element{}
	complete := func(emit func(row) error, is func(*session) bool) error {
		for oldest := open.Front(); oldest != nil && is(oldest.Value.(*session)); oldest = open.Front() {
			s := open.Remove(oldest).(*session)
			delete(byKey, s.K)
			s.Start, s.End = timeText(s.first), timeText(s.last+gap)
			if err := emit(s); err != nil {
				return err
			}
		}
		return nil
	}
	take := func(e *event, emit func(row) error) error {
		if err := complete(emit, func(s *session) bool { return s.last+gap <= e.Millis }); err != nil {
			return err
		}
		element := byKey[e.K]
		if element == nil {
			element = open.PushBack(&session{K: e.K, first: e.Millis})
			byKey[e.K] = element
		}
		open.MoveToBack(element)
		s := element.Value.(*session)
		s.last = e.Millis
		s.N++
		s.Total += e.V
		return nil
	}
	return query[event]{"k,window_start,window_end,n,total", take, func(emit func(row) error) error {
		return complete(emit, func(*session) bool { return true })
	}}
}
