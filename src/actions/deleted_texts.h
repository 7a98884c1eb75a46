// DeletedTexts: tells whether the text that comes back is the one that was deleted a moment ago. A
// message that is restored as it was is not marked as edited. Keeps digests under a key of this
// process, never a text: what was deleted is gone (docs/decisions/0117, 0176). After a restart
// nothing is known, and a restored message counts as edited.
//
// Owner: who runs the verbs that change. One thread. Bounded: two generations of `most` digests.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "actions/credentials.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"

namespace walkie::actions {

class DeletedTexts {
 public:
  explicit DeletedTexts(Random& random) : random_(random) {}

  // Before the text is taken out of the message. `time`: how long it is asked for at least.
  void keep(MessageId id, std::string_view text, WallTime now, Duration time);
  bool is_same(MessageId id, std::string_view text) const;

 private:
  static constexpr std::size_t most = 16'384;
  using Digests = std::unordered_map<std::int64_t, Digest>;

  Digest digest(std::string_view text) const { return keyed_digest(key_, text); }

  Random& random_;
  std::string key_;  // made with the first deletion
  WallTime began_;   // of the younger generation
  Digests younger_;
  Digests older_;
};

}  // namespace walkie::actions
