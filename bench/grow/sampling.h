// One database being asked what people ask, through the product's own verbs.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "bench/grow/filling.h"
#include "chat/limits.h"
#include "chat/principal.h"

namespace walkie::bench {

enum class Question { list, list_deep, list_mine, open, open_older, resume, send, count };
const char* name_of(Question question);

class Sampling {
 public:
  Sampling(House& house, Random& random);

  enum class Kind { elapsed, cpu };

  // Asks once, of a conversation picked at random, and keeps how long the answer took, and how much
  // of that this thread worked: on a machine that others use too, the first is mostly their time.
  Result<void> ask(Question question);
  double quantile_us(Question question, Kind kind, double q) const;

 private:
  Result<void> look(Question question);
  Result<void> send();
  ConversationId any_conversation();

  House& house_;
  Random& random_;
  const Limits limits_;
  Principal agent_;
  std::unique_ptr<Reader> reader_;
  using Taken = std::array<std::vector<double>, static_cast<std::size_t>(Question::count)>;
  Taken elapsed_us_, cpu_us_;
};

}  // namespace walkie::bench
