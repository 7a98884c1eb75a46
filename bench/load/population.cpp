#include "bench/load/population.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "bench/load/http_client.h"

namespace walkie::bench {
namespace {

constexpr int clients_at_once = 64;

// Makes one person after another on one keep-alive connection.
class Maker {
 public:
  Maker(Poller& poller, const Options& options, std::vector<Person>& people, std::size_t& next,
        std::size_t& made, bool& refused)
      : http_(poller, options.host, options.port, 0),
        people_(people),
        next_(next),
        made_(made),
        refused_(refused) {}

  void start() {
    if (refused_ || next_ >= people_.size()) return;
    Person& person = people_[next_++];
    http_.request("POST", "/visitors", "", "{}",
                  [this, &person](int status, std::string_view body) {
                    if (status != 201) return refuse("POST /visitors", status, body);
                    person.token = json_text(body, "token");
                    open_conversation(person);
                  });
  }

 private:
  void open_conversation(Person& person) {
    http_.request("POST", "/conversations", person.token, "{}",
                  [this, &person](int status, std::string_view body) {
                    if (status != 201) return refuse("POST /conversations", status, body);
                    person.conversation_id = json_number(body, "id");
                    ++made_;
                    start();
                  });
  }

  void refuse(const char* what, int status, std::string_view body) {
    if (!refused_) {
      std::fprintf(stderr, "load: %s answered %d: %.*s\n", what, status,
                   static_cast<int>(std::min<std::size_t>(body.size(), 300)), body.data());
    }
    refused_ = true;
  }

  HttpClient http_;
  std::vector<Person>& people_;
  std::size_t& next_;
  std::size_t& made_;
  bool& refused_;
};

}  // namespace

std::vector<Person> make_people(Poller& poller, const Options& options, int count) {
  std::vector<Person> people(static_cast<std::size_t>(count));
  if (options.flavor != "walkie") {
    for (std::size_t i = 0; i < people.size(); ++i) {
      people[i].conversation_id = static_cast<std::int64_t>(i) + 1;
    }
    return people;
  }
  std::size_t next = 0, made = 0;
  bool refused = false;
  std::vector<std::unique_ptr<Maker>> makers;
  for (int i = 0; i < std::min(count, clients_at_once); ++i) {
    makers.push_back(std::make_unique<Maker>(poller, options, people, next, made, refused));
    makers.back()->start();
  }
  poller.run(now_ns() + 120'000'000'000, [&] { return refused || made == people.size(); });
  if (refused || made < people.size()) return {};
  return people;
}

}  // namespace walkie::bench
