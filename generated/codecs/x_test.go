package codecs
import "testing"
import rt "github.com/weirsql/weir/runtime"
func BenchmarkX(b *testing.B) {
	nested := []byte(`{"id":1,"address":{"city":"K\u00f6ln","zip":50667},"tags":["a",null,"b\n"],"attributes":{"x":1,"y":null},"items":[{"qty":2,"sku":"s"}],"matrix":[[1,2.5],[],[3]],"by_id":{"7":"seven"},"by_day":{"2024-01-15":"x"}}`)
	var n nestedDecoder
	var nestedRow Nested
	var batch rt.Batch
	b.ReportAllocs()
	for b.Loop() {
		n.begin(&batch)
		n.decode(nested, &nestedRow)
	}
}
