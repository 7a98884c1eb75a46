// History: what clients were told and have seen, and the checker that holds it against the store.
// Every contradiction is one sentence in wrongs().
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "store/store.h"
#include "tests/simulation/people.h"
#include "tests/simulation/track.h"

namespace walkie::sim {

// One log of one conversation as one client has followed it since it loaded its page.
struct Reading {
  const Person* who = nullptr;
  std::string reader;
  std::int64_t conversation = 0;
  bool staff_log = false;
  std::string epoch;
  Seq last = 0;
  std::map<Seq, std::string> seen;              // seq → what stood there
  std::map<std::int64_t, std::string> content;  // message → as the page shows it
  bool current = true;
};

// One conversation in an agent's list.
struct Row {
  std::int64_t conversation = 0;
  Seq last_seq = 0;
  Seq staff_last_seq = 0;
  std::int64_t version = 0;
  std::string status;
};

class History {
 public:
  using Intent = std::pair<std::string, int>;
  // What a person meant to say, once. `content` begins with the intent and a '|'.
  void said(const std::string& device, int number, std::int64_t conversation, bool note);
  struct Acknowledgement {
    std::string device;
    int number = 0;
    std::int64_t conversation = 0;
    bool note = false;
    std::int64_t message_id = 0;
    Seq seq = 0;
    Seq head_seq = 0;
  };
  void acknowledged(const Acknowledgement& acknowledgement);
  // An edit or a deletion was answered with success.
  void changed(std::int64_t conversation, bool note, std::int64_t message_id, Seq seq,
               const std::string& type);
  void updated(std::int64_t conversation, Seq head_seq);
  // A position that the server has confirmed or pushed.
  void position(std::int64_t conversation, bool staff, std::int64_t reader, Seq read_seq);

  Reading& begin_reading(Reading reading) { return readings_.emplace_back(std::move(reading)); }
  void delivered(Reading& reading, const LogEvent& event);
  // Everything that reaches somebody, by which session.
  void passed(const Person& person, const std::string& token, Instant now, std::string_view bytes);
  void signed_out(const std::string& token, Instant now) { signed_out_.emplace(token, now); }
  // A conversation's row as a hint has it (L3); `view` is what is committed.
  void hinted(View& view, const Row& row);
  // The rows that one client shows in the end.
  void shows(View& view, const std::string& reader, const std::map<std::int64_t, Row>& rows);

  // The database has gone back to a backup: what it no longer has was never said, unless somebody
  // still means to say it.
  void restored(View& view, const std::vector<std::int64_t>& conversations,
                const std::set<Intent>& outboxes);

  // Durable state right now: nothing acknowledged so far may be missing, nothing may go back.
  void look(View& view, const std::vector<std::int64_t>& conversations);
  // After everything healed: all readers agree with the store.
  void finish(View& view, const std::vector<std::int64_t>& conversations);

  void wrong(std::string what);
  const std::vector<std::string>& wrongs() const { return wrongs_; }
  std::size_t acknowledgements() const { return acknowledged_.size(); }
  std::size_t deliveries() const { return deliveries_; }
  std::size_t said_count() const { return said_.size(); }

 private:
  using LogKey = std::pair<std::int64_t, bool>;
  struct Change {
    LogKey log;
    std::int64_t message_id = 0;
    Seq seq = 0;
    std::string type;
  };
  void check_log(View& view, const LogKey& key, Seq head);
  void check_messages(View& view, const LogKey& key);
  void check_readings(View& view, const LogKey& key, Seq head,
                      const std::map<Seq, std::string>& log,
                      const std::map<std::int64_t, std::string>& content);

  std::map<Intent, LogKey> said_;
  std::map<Intent, Acknowledgement> acknowledged_;
  std::vector<Change> changes_;
  std::map<std::int64_t, Seq> updated_heads_;
  std::map<std::tuple<std::int64_t, bool, std::int64_t>, Seq> told_positions_;
  std::map<std::tuple<std::int64_t, std::uint8_t, std::int64_t>, Seq> durable_positions_;
  std::map<LogKey, Seq> durable_heads_;
  std::map<std::string, Instant> signed_out_;  // token → when
  std::list<Reading> readings_;
  std::size_t deliveries_ = 0;
  std::vector<std::string> wrongs_;
};

// "c1-7|…" → ("c1", 7); a note's begins with its mark.
std::pair<std::string, int> intent_of(std::string_view content);

}  // namespace walkie::sim
