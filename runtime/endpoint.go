package rt

// Endpoint is where a job is asked over HTTP; package admin has one. It answers from when it is made, also while the job isn't open yet.
type Endpoint interface {
	// URL is what requests begin with, such as http://127.0.0.1:8080.
	URL() string
	// Attach is for Config.Attach.
	Attach(*Running) (detach func(), err error)
	// Close waits for the requests that are being answered, for a moment.
	Close() error
}
