// The original's design, as a peer to compare with: gin, a gorilla/websocket hub with a reading and
// a writing goroutine for each connection, WriteJSON for each listener, one SQLite commit for each
// message. Also a raw relay (-relay) for the fan-out figures. Built from Debian's packages:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o original .
package main

import (
	"database/sql"
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
	_ "github.com/mattn/go-sqlite3"
)

type message struct {
	ID             int64  `json:"id"`
	ConversationID int64  `json:"conversation_id"`
	Content        string `json:"content"`
	SenderIsAgent  bool   `json:"sender_is_agent"`
	CreatedAt      string `json:"created_at"`
}

type envelope struct {
	Type           string  `json:"type"`
	ConversationID int64   `json:"conversation_id"`
	Data           message `json:"data"`
}

type client struct {
	socket *websocket.Conn
	send   chan any
	room   int64
}

type broadcast struct {
	room    int64
	payload any
}

type hub struct {
	rooms      map[int64]map[*client]bool
	register   chan *client
	unregister chan *client
	broadcast  chan broadcast
}

func (h *hub) run() {
	for {
		select {
		case c := <-h.register:
			if h.rooms[c.room] == nil {
				h.rooms[c.room] = make(map[*client]bool)
			}
			h.rooms[c.room][c] = true
		case c := <-h.unregister:
			if h.rooms[c.room][c] {
				delete(h.rooms[c.room], c)
				close(c.send)
			}
		case b := <-h.broadcast:
			for c := range h.rooms[b.room] {
				select {
				case c.send <- b.payload:
				default:
					delete(h.rooms[b.room], c)
					close(c.send)
				}
			}
		}
	}
}

const (
	pongWait   = 60 * time.Second
	pingPeriod = 54 * time.Second
	writeWait  = 10 * time.Second
)

func (c *client) write() {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	defer c.socket.Close()
	for {
		select {
		case payload, open := <-c.send:
			c.socket.SetWriteDeadline(time.Now().Add(writeWait))
			if !open {
				c.socket.WriteMessage(websocket.CloseMessage, nil)
				return
			}
			var err error
			if raw, ok := payload.([]byte); ok {
				err = c.socket.WriteMessage(websocket.TextMessage, raw)
			} else {
				err = c.socket.WriteJSON(payload)
			}
			if err != nil {
				return
			}
		case <-ticker.C:
			c.socket.SetWriteDeadline(time.Now().Add(writeWait))
			if c.socket.WriteMessage(websocket.PingMessage, nil) != nil {
				return
			}
		}
	}
}

func (c *client) read(h *hub, relay bool) {
	defer func() {
		h.unregister <- c
		c.socket.Close()
	}()
	c.socket.SetReadDeadline(time.Now().Add(pongWait))
	c.socket.SetPongHandler(func(string) error {
		return c.socket.SetReadDeadline(time.Now().Add(pongWait))
	})
	for {
		_, text, err := c.socket.ReadMessage()
		if err != nil {
			return
		}
		if relay {
			c.socket.SetReadDeadline(time.Now().Add(pongWait))
			// WriteJSON for each listener, as the original does it.
			h.broadcast <- broadcast{c.room, json.RawMessage(strconv.Quote(string(text)))}
		}
	}
}

func openDatabase(path string) *sql.DB {
	db, err := sql.Open("sqlite3", path+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000")
	if err != nil {
		log.Fatal(err)
	}
	_, err = db.Exec(`CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY AUTOINCREMENT,
		conversation_id INTEGER NOT NULL, content TEXT NOT NULL, sender_is_agent INTEGER NOT NULL,
		created_at TEXT NOT NULL);
		CREATE INDEX IF NOT EXISTS by_conversation ON messages (conversation_id, id);`)
	if err != nil {
		log.Fatal(err)
	}
	return db
}

func main() {
	listen := flag.String("listen", "127.0.0.1:8081", "address")
	path := flag.String("database", "original.db", "SQLite file")
	relay := flag.Bool("relay", false, "relay every text message to its room, store nothing")
	flag.Parse()
	gin.SetMode(gin.ReleaseMode)
	h := &hub{make(map[int64]map[*client]bool), make(chan *client), make(chan *client),
		make(chan broadcast, 256)}
	go h.run()
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	router := gin.New()
	router.GET("/ws", func(c *gin.Context) {
		room, _ := strconv.ParseInt(c.Query("conversation_id"), 10, 64)
		socket, err := upgrader.Upgrade(c.Writer, c.Request, nil)
		if err != nil {
			return
		}
		one := &client{socket, make(chan any, 256), room}
		h.register <- one
		go one.write()
		go one.read(h, *relay)
	})
	if !*relay {
		db := openDatabase(*path)
		var writing sync.Mutex // SQLite takes one writer at a time
		router.POST("/messages", func(c *gin.Context) {
			var m message
			if err := c.ShouldBindJSON(&m); err != nil {
				c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})
				return
			}
			m.CreatedAt = time.Now().UTC().Format(time.RFC3339Nano)
			writing.Lock()
			result, err := db.Exec(
				"INSERT INTO messages (conversation_id, content, sender_is_agent, created_at) VALUES (?, ?, ?, ?)",
				m.ConversationID, m.Content, m.SenderIsAgent, m.CreatedAt)
			writing.Unlock()
			if err != nil {
				c.JSON(http.StatusInternalServerError, gin.H{"error": err.Error()})
				return
			}
			m.ID, _ = result.LastInsertId()
			h.broadcast <- broadcast{m.ConversationID, envelope{"new_message", m.ConversationID, m}}
			c.JSON(http.StatusCreated, m)
		})
	}
	log.Fatal(router.Run(*listen))
}
