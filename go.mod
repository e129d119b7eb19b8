module github.com/weirsql/weir

go 1.26.0
