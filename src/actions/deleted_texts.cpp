#include "actions/deleted_texts.h"

#include <utility>

namespace walkie::actions {

void DeletedTexts::keep(MessageId id, std::string_view text, WallTime now, Duration time) {
  if (key_.empty()) key_ = make_token(random_);
  const std::int64_t age = now.ms - began_.ms;
  if (age < 0 || age > time.count() || younger_.size() >= most) {
    older_ = std::exchange(younger_, {});
    began_ = now;
  }
  younger_[id.value] = digest(text);
}

bool DeletedTexts::is_same(MessageId id, std::string_view text) const {
  for (const Digests* digests : {&younger_, &older_}) {
    const auto found = digests->find(id.value);
    if (found != digests->end()) return found->second == digest(text);
  }
  return false;
}

}  // namespace walkie::actions
