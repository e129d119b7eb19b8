package physical

// Walk visits every operator of the plan, consumers after the operator whose rows they take.
func (p *Plan) Walk(visit func(Operator)) {
	for _, stage := range p.Stages {
		stage.Walk(visit)
	}
}

// Walk visits every operator of the stage, consumers after the operator whose rows they take.
func (s *Stage) Walk(visit func(Operator)) { walk(s.Then, visit) }

func walk(list []Operator, visit func(Operator)) {
	for _, op := range list {
		visit(op)
		walk(op.Consumers(), visit)
	}
}
