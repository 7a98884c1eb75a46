// The people of a run: visitors with a token and a conversation each, made through the REST API
// before anything is measured.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/load/poller.h"
#include "bench/load/scenarios.h"

namespace walkie::bench {

struct Person {
  std::string token;  // empty where the server knows no credentials
  std::int64_t conversation_id = 0;
};

// `count` visitors, each with a conversation. Flavor "original" and "raw": only numbers. An empty
// answer: the server refused; why is on standard error.
std::vector<Person> make_people(Poller& poller, const Options& options, int count);

}  // namespace walkie::bench
