// Command check verifies a published ledger without a line of our own code: notes and trees by
// golang.org/x/mod/sumdb, the format of C2SP tlog-tiles by the few functions below.
//
// usage: check FOLDER VERIFIER-KEY [PROOF.tlog-proof ...]
//
// It reads FOLDER/checkpoint, every entry bundle and every tile, works the tree out again from the
// entries, holds all tiles and the signed root against it, and verifies each proof that is named.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func main() {
	if len(os.Args) < 3 {
		fail("usage: check FOLDER VERIFIER-KEY [PROOF ...]")
	}
	folder := os.Args[1]
	verifier, err := note.NewVerifier(os.Args[2])
	try("the verifier key", err)
	signed, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	try("the checkpoint", err)
	tree := open(signed, verifier)
	hashes := rebuild(folder, tree.N)
	root, err := tlog.TreeHash(tree.N, hashes)
	try("the root", err)
	if root != tree.Hash {
		fail("the entries make another root than the one that is signed")
	}
	checkTiles(folder, tree.N, hashes)
	for _, name := range os.Args[3:] {
		proof, err := os.ReadFile(name)
		try(name, err)
		checkProof(name, proof, verifier, tree, hashes)
	}
	fmt.Printf("ok: %d entries, %d proofs\n", tree.N, len(os.Args)-3)
}

// open verifies a signed checkpoint and reads its size and root.
func open(signed []byte, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open(signed, note.VerifierList(verifier))
	try("the signature of the checkpoint", err)
	lines := strings.SplitN(opened.Text, "\n", 4)
	if len(lines) < 4 || lines[0] != verifier.Name() {
		fail("the checkpoint is not this ledger's")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	try("the size", err)
	hash, err := tlog.ParseHash(lines[2])
	try("the root", err)
	return tlog.Tree{N: size, Hash: hash}
}

// stored is the hashes of a tree, in the order in which tlog numbers them.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		out[i] = s[index]
	}
	return out, nil
}

// rebuild reads every bundle and hashes every entry.
func rebuild(folder string, size int64) stored {
	var hashes stored
	for first := int64(0); first < size; first += width {
		count := min(size-first, width)
		bundle := read(folder, "entries", first/width, count)
		for n := int64(0); n < count; n++ {
			if len(bundle) < 2 {
				fail("a bundle ends too early")
			}
			length := int(binary.BigEndian.Uint16(bundle))
			bundle = bundle[2:]
			if len(bundle) < length {
				fail("a bundle ends too early")
			}
			more, err := tlog.StoredHashes(first+n, bundle[:length], hashes)
			try("an entry", err)
			hashes = append(hashes, more...)
			bundle = bundle[length:]
		}
		if len(bundle) != 0 {
			fail("a bundle has bytes after its last entry")
		}
	}
	return hashes
}

// checkTiles holds every tile of the tree against the hashes of its entries.
func checkTiles(folder string, size int64, hashes stored) {
	for level := 0; size>>(8*level) > 0; level++ {
		count := size >> (8 * level)
		for first := int64(0); first < count; first += width {
			wide := min(count-first, width)
			var want bytes.Buffer
			for n := first; n < first+wide; n++ {
				hash := hashes[tlog.StoredHashIndex(8*level, n)]
				want.Write(hash[:])
			}
			if !bytes.Equal(read(folder, strconv.Itoa(level), first/width, wide), want.Bytes()) {
				fail(fmt.Sprintf("a tile of level %d is not what the entries make", level))
			}
		}
	}
}

// checkProof verifies a c2sp.org/tlog-proof@v1 whose extra data is the entry.
func checkProof(name string, text []byte, verifier note.Verifier, tree tlog.Tree, hashes stored) {
	head, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		fail(name + " is not a proof")
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	try(name, err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	try(name, err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		try(name, err)
		proof = append(proof, hash)
	}
	at := open([]byte(signed), verifier)
	try(name, tlog.CheckRecord(proof, at.N, at.Hash, index, tlog.RecordHash(entry)))
	// The checkpoint of the proof and that of the folder must be of one history.
	older, newer := at, tree
	if older.N > newer.N {
		fail(name + " is of a later tree than the folder")
	}
	consistent, err := tlog.ProveTree(newer.N, older.N, hashes)
	try(name, err)
	try(name, tlog.CheckTree(consistent, newer.N, newer.Hash, older.N, older.Hash))
}

// read gives a tile or bundle; of a partial one the full one will do.
func read(folder, kind string, index, wide int64) []byte {
	path := filepath.Join(folder, "tile", kind)
	digits := fmt.Sprintf("%03d", index%1000)
	for index >= 1000 {
		index /= 1000
		digits = fmt.Sprintf("x%03d/%s", index%1000, digits)
	}
	if wide < width {
		digits = fmt.Sprintf("%s.p/%d", digits, wide)
	}
	data, err := os.ReadFile(filepath.Join(path, digits))
	try("a tile", err)
	return data
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func try(what string, err error) {
	if err != nil {
		fail(fmt.Sprintf("%s: %v", what, err))
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "check: "+why)
	os.Exit(1)
}
