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

  // Asks once, of a conversation picked at random, and keeps how long the answer took.
  Result<void> ask(Question question);
  double quantile_us(Question question, double q) const;

 private:
  Result<void> look(Question question);
  Result<void> send();
  ConversationId any_conversation();

  House& house_;
  Random& random_;
  const Limits limits_;
  Principal agent_;
  std::unique_ptr<Reader> reader_;
  std::array<std::vector<double>, static_cast<std::size_t>(Question::count)> taken_us_;
};

}  // namespace walkie::bench
