// Reads cases as JSON lines and says of each whether golang.org/x/mod accepts it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type testCase struct {
	Kind         string
	Old, New     int64
	First, Root  []byte // the leaf's hash or the older root; the newer root
	Path         [][]byte
	Note, Key    string
}

func hash(content []byte) (found tlog.Hash) {
	copy(found[:], content)
	return found
}

func judge(c testCase) error {
	if c.Kind == "note" {
		verifier, err := note.NewVerifier(c.Key)
		if err != nil {
			return err
		}
		_, err = note.Open([]byte(c.Note), note.VerifierList(verifier))
		return err
	}
	path := make([]tlog.Hash, len(c.Path))
	for i, step := range c.Path {
		path[i] = hash(step)
	}
	if c.Kind == "inclusion" {
		return tlog.CheckRecord(path, c.New, hash(c.Root), c.Old, hash(c.First))
	}
	return tlog.CheckTree(path, c.New, hash(c.Root), c.Old, hash(c.First))
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	for lines.Scan() {
		var c testCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			panic(err)
		}
		fmt.Println(judge(c) == nil)
	}
}
