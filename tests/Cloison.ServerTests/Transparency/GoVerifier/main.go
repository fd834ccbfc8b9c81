// Checks a log in a folder with the packages that Go's own checksum database is checked with (Debian: golang-golang-x-mod-dev).
// Usage: verify FOLDER VKEY. Prints the number of entries, or says what is wrong and exits with 1.
package main

import (
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

func main() {
	size, err := verify(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(size)
}

func verify(folder, vkey string) (int64, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, err
	}
	raw, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return 0, err
	}
	opened, err := note.Open(raw, note.VerifierList(verifier))
	if err != nil {
		return 0, err
	}
	// tlog.ParseTree knows only one origin: the three lines are read here.
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, err
	}
	decoded, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(decoded) != tlog.HashSize {
		return 0, fmt.Errorf("no root: %v", err)
	}
	var root tlog.Hash
	copy(root[:], decoded)

	// Checks every tile that it reads against the root.
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, tiles{folder})
	for index := int64(0); index < size; {
		entries, err := bundle(folder, index/256, size)
		if err != nil {
			return 0, err
		}
		for _, entry := range entries {
			proof, err := tlog.ProveRecord(size, index, hashes)
			if err != nil {
				return 0, err
			}
			if err := tlog.CheckRecord(proof, size, root, index, tlog.RecordHash(entry)); err != nil {
				return 0, fmt.Errorf("entry %d: %v", index, err)
			}
			index++
		}
	}
	for older := int64(1); older < size; older += 1 + size/50 {
		hash, err := tlog.TreeHash(older, hashes)
		if err != nil {
			return 0, err
		}
		proof, err := tlog.ProveTree(size, older, hashes)
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckTree(proof, size, root, older, hash); err != nil {
			return 0, fmt.Errorf("from %d: %v", older, err)
		}
	}
	return size, nil
}

type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(wanted))
	for i, tile := range wanted {
		// Go's paths name the height; the standard's, which came later, do not.
		data, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all[i] = data
	}
	return all, nil
}

func bundle(folder string, number, size int64) ([][]byte, error) {
	tile := tlog.Tile{H: 8, L: 0, N: number, W: 256}
	if left := size - number*256; left < 256 {
		tile.W = int(left)
	}
	data, err := os.ReadFile(filepath.Join(folder, strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("bundle %d is cut", number)
		}
		length := int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:2+length])
		data = data[2+length:]
	}
	if len(entries) != tile.W {
		return nil, fmt.Errorf("bundle %d has %d entries", number, len(entries))
	}
	return entries, nil
}
