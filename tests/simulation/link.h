// Link: a client's connection, whichever transport carries it (H2, H4a, H4b, H5a): one WebSocket,
// or one event stream or long-poll for each log. It knows when to come again; its cursor is the
// tracks'.
#pragma once

#include <boost/json.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/network.h"

namespace walkie::sim {

enum class Transport { socket, stream, poll };

class Link {
 public:
  struct LogName {
    std::int64_t conversation = 0;
    bool staff = false;
  };
  struct Hooks {
    std::vector<LogName> logs;
    std::function<Seq(const LogName&)> cursor;  // -1: its page is not loaded yet
    std::function<std::string()> epoch;
    std::function<void()> opened;  // a socket, after it has subscribed
    std::function<void(const boost::json::object&)> frame;
    std::function<void()> lost;  // what was sent over it will not be answered
    std::function<void(const LogName&, const boost::json::object&)> page;  // a long-poll's answer
    std::function<void(const std::string& target, Duration wait, const Network::Done&)> get;
  };
  Link(World& world, Network& network, const Person& person, Hooks hooks);
  ~Link();
  Link(const Link&) = delete;

  void connect();
  void change_to(Transport transport);  // at once, with the same cursor
  void loaded(std::int64_t conversation);
  void subscribe(std::int64_t conversation);
  // False: not a socket, or not open.
  bool send(std::string frame);

  bool open() const { return open_; }
  bool present() const { return open_ && transport_ != Transport::poll; }
  Transport transport() const { return transport_; }
  const std::vector<std::shared_ptr<Line>>& lines() const { return lines_; }

 private:
  std::function<void()> guarded(std::function<void()> work);
  void open_socket();
  void open_stream(const LogName& log);
  void poll(const LogName& log);
  void heard_socket(const std::string& text);
  void heard_stream(const std::string& text);
  bool said_bye(const boost::json::object& frame);
  void became_open();
  void failed();
  void end();
  void watch();
  std::string query(const LogName& log) const;

  World& world_;
  Network& network_;
  const Person& person_;
  Hooks hooks_;
  Transport transport_ = Transport::socket;
  std::vector<std::shared_ptr<Line>> lines_;
  // Whatever belongs to an older attempt finds that it has changed.
  std::shared_ptr<int> attempt_ = std::make_shared<int>(0);
  bool open_ = false;
  bool asked_first_ = false;  // C1: this socket subscribed by its URL
  bool pinged_ = false;
  int failures_ = 0;
};

}  // namespace walkie::sim
