// Roll: the members that are present. Their order follows from the order of entering and leaving,
// never from addresses in memory: a run of the simulation repeats itself. Entering and leaving cost
// a few instructions.
//
// One loop's thread. A member derives from OnRoll and is on one roll at most.
#pragma once

#include <cstddef>
#include <vector>

#include "base/assert.h"

namespace walkie::api {

class OnRoll {
  template <class Member>
  friend class Roll;
  std::size_t place_ = 0;  // counted from one; 0: not there
};

template <class Member>
class Roll {
 public:
  // False: it was there already.
  bool enter(Member& member) {
    std::size_t& place = static_cast<OnRoll&>(member).place_;
    if (place != 0) return false;
    members_.push_back(&member);
    place = members_.size();
    return true;
  }
  // False: it was not there. The last one takes its place.
  bool exit(Member& member) {
    std::size_t& place = static_cast<OnRoll&>(member).place_;
    if (place == 0) return false;
    WALKIE_ASSERT(members_[place - 1] == &member);
    static_cast<OnRoll&>(*members_.back()).place_ = place;
    members_[place - 1] = members_.back();
    members_.pop_back();
    place = 0;
    return true;
  }

  bool empty() const { return members_.empty(); }
  std::size_t size() const { return members_.size(); }
  Member& last() const { return *members_.back(); }

  // From the last to the first; `visit` may make anybody leave, and nobody who stays is left out.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t at = members_.size(); at > 0; --at) {
      if (at <= members_.size()) visit(*members_[at - 1]);
    }
  }

 private:
  std::vector<Member*> members_;
};

}  // namespace walkie::api
