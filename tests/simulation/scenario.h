// Scenario: one run from one seed: people talk while everything breaks, then everything heals, then
// the checker looks.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/client.h"
#include "tests/simulation/disk.h"
#include "tests/simulation/server.h"

namespace walkie::sim {

struct Verdict {
  std::vector<std::string> wrongs;  // empty: the promise was kept
  std::size_t said = 0;
  std::size_t acknowledged = 0;
  std::size_t delivered = 0;
  std::size_t crashes = 0;
  std::uint64_t happened = 0;
  std::map<std::string, std::size_t> sightings;  // what the run has come by, how often

  bool good() const { return wrongs.empty(); }
};

class Scenario {
 public:
  explicit Scenario(const Options& options);
  ~Scenario();

  Verdict run();

 private:
  void set_up();
  void start_server();
  void crash();
  void drain();
  void restore();
  void bring_back();  // the backup, while no server runs
  void watch();       // after each thing that happens
  void sent(const Person& person, const std::string& token, std::string_view bytes);
  void step();
  void act(Client& client);
  void break_something();
  void break_line();
  void storm();
  void heal();
  bool settle(Duration most);
  void check();
  void check_presence();
  std::int64_t some_conversation(const Client& client);
  Client& some_client() { return *clients_[world_.random.below(clients_.size())]; }

  const Options options_;
  Faults faults_;
  const Limits limits_;
  World world_;
  Disk disk_;
  History history_;
  Network network_;
  std::vector<std::unique_ptr<Person>> people_;
  std::vector<std::int64_t> conversations_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::unique_ptr<Server> server_;
  std::size_t crashes_ = 0;
  std::map<std::string, std::size_t> sightings_;
  bool restoring_ = false;
  int crash_in_ = -1;  // things that may still happen before the power is cut
};

Verdict run_seed(const Options& options);

}  // namespace walkie::sim
