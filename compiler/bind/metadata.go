package bind

import (
	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/catalog"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/functions"
	"github.com/weirsql/weir/ir/logical"
)

// metadataColumn binds METADATA [FROM 'key']: the connector must have the key, and its type must cast to the declared one.
// In the plan the column has the connector's type; a cast stands above the scan.
func (b *binder) metadataColumn(physical *logical.TableColumn, column *ast.Column, connector *catalog.Connector) {
	key, at := column.Name.Name, column.Name.Span()
	if column.Metadata.From != nil {
		key, at = column.Metadata.From.Value, column.Metadata.From.Span()
	}
	physical.Metadata = key
	if connector == nil {
		return
	}
	metadata, ok := connector.LookupMetadata(key)
	if !ok {
		b.unknownMetadata(connector, key, at)
		return
	}
	if functions.CastBetween(metadata.Type, physical.Type) < functions.Assignment {
		b.report(diag.BadMetadataColumn, column.Type.Span(), "metadata '%s' is %s, which doesn't fit into %s", key, article(metadata.Type), article(physical.Type))
		return
	}
	physical.Type = metadata.Type
}

func (b *binder) unknownMetadata(connector *catalog.Connector, key string, at diag.Span) {
	d := b.report(diag.BadMetadataColumn, at, "connector '%s' has no metadata '%s'", connector.Name, key)
	var keys []string
	for _, m := range connector.Metadata {
		keys = append(keys, m.Key)
	}
	switch near := diag.Nearest(key, keys); {
	case near != "":
		replace(d, at, catalog.Quote(near), "did you mean '%s'?", near)
	case len(keys) > 0:
		advise(d, "it has %s", wordList(keys))
	default:
		advise(d, "it has none: leave the column out")
	}
}
