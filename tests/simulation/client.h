// A simulated client: one tab of a visitor or an agent that obeys the client rules (S1a, S6, C5a,
// H2–H5d). What it has said and not seen acknowledged lies in storage and survives the tab.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/history.h"
#include "tests/simulation/link.h"
#include "tests/simulation/network.h"
#include "tests/simulation/track.h"

namespace walkie::sim {

class Client {
 public:
  Client(World& world, Network& network, History& history, const Options& options, Person& person,
         std::string device);

  void open_tab();
  void close_tab();  // or it crashes: the page's memory is gone
  bool tab_open() const { return page_ != nullptr; }

  void say(std::int64_t conversation, bool note);
  void edit();
  void remove();
  void set_status(std::int64_t conversation);
  void read(std::int64_t conversation);
  void type(std::int64_t conversation);
  void change_transport();
  // Its session ends while the page is still there; then it comes back with another one.
  void sign_out();
  // The database has gone back: newer ids will be given to others.
  void forget_messages_after(std::int64_t id);
  void outbox(std::set<History::Intent>& intents) const;
  // Its list of conversations, if hints keep it up to date.
  const std::map<std::int64_t, Row>* rows() const;

  const Person& person() const { return person_; }
  const std::string& device() const { return device_; }
  Link* link();
  // Nothing to send, and all that the server is known to have is here. `why_not` else.
  bool calm(std::string& why_not) const;

 private:
  struct Entry {
    int number = 0;
    std::string client_id;
    std::int64_t conversation = 0;
    std::string content;
    bool note = false;
    std::optional<Seq> expected_head_seq;
  };
  struct Lane {
    bool busy = false;
    bool waiting = false;
    bool told = false;  // by the server how long
    int waits = 0;
    int failures = 0;
  };
  struct Followed {
    Link::LogName name;
    Reading* reading = nullptr;
    std::unique_ptr<Track> track;
    int loads = 0;  // the newest load is the one that counts
  };
  struct Mine {
    std::int64_t id = 0;
    std::int64_t conversation = 0;
    bool note = false;
    std::string content;
  };
  struct Sent {
    int status = 0;
    std::int64_t wait_ms = 0;
    bool moved = false;
    boost::json::object message;
    Seq head_seq = 0;
  };
  // Everything that dies with the tab.
  struct Page {
    std::vector<std::unique_ptr<Followed>> logs;
    std::map<std::int64_t, Lane> lanes;
    std::map<std::string, std::function<void(const Sent&)>> awaited;  // acks, by client_id
    std::vector<Mine> mine;
    std::map<std::int64_t, Row> rows;  // of the inbox, while a socket brings hints (L3)
    std::string epoch;
    std::unique_ptr<Link> link;
  };

  // Calls `done` once, while the tab lives: with the answer, or with none when time is up.
  void ask(Ask ask, Duration wait, Network::Done done);
  void after(Duration wait, std::function<void()> work);

  void load(Followed& log);
  void show(Followed& log, const boost::json::object& body);
  void fetch(Followed& log);
  void on_frame(const boost::json::object& frame);
  void on_heads(const boost::json::object& frame);
  void on_open();
  void load_rows();
  void take_row(const boost::json::object& conversation);
  void on_page(Followed& log, const boost::json::object& body);
  void on_event(Followed& log, const LogEvent& event);
  Followed* followed(std::int64_t conversation, bool staff);

  std::string new_client_id();
  void kick(std::int64_t conversation);
  void seen(std::int64_t conversation, std::string_view client_id);
  void send(const Entry& entry);
  void sent(int number, std::int64_t conversation, const Sent& sent);
  void acknowledged(int number, const Sent& sent);
  std::string body_of(const Entry& entry) const;

  World& world_;
  Network& network_;
  History& history_;
  const Options& options_;
  Person& person_;
  const std::string device_;
  std::map<int, Entry> storage_;  // the outbox on disk, in the order of what was said
  std::shared_ptr<Page> page_;
  bool leaving_ = false;  // it has signed out, or is about to
  int row_loads_ = 0;     // the newest is the one that counts
  int said_ = 0;
  int ids_ = 0;
};

}  // namespace walkie::sim
