// IntrusiveSet: a set of objects that live elsewhere. Adding and removing take constant time.
//
// The order of the members follows only from the order of the calls, never from addresses: a run
// of the simulation with the same seed repeats itself. A member derives from IntrusiveSetMember
// and is in at most one set. The set does not own its members; a member must be removed before it
// is destroyed. One thread.
#pragma once

#include <cstddef>
#include <vector>

#include "base/assert.h"

namespace walkie {

class IntrusiveSetMember {
  template <class Member>
  friend class IntrusiveSet;
  std::size_t position_ = 0;  // counted from 1; 0: in no set
};

template <class Member>
class IntrusiveSet {
 public:
  // False: it was in the set already.
  bool insert(Member& member) {
    std::size_t& position = position_of(member);
    if (position != 0) return false;
    members_.push_back(&member);
    position = members_.size();
    return true;
  }
  // False: it was not in the set. The last member moves to its position.
  bool erase(Member& member) {
    std::size_t& position = position_of(member);
    if (position == 0) return false;
    WALKIE_ASSERT(members_[position - 1] == &member);
    position_of(*members_.back()) = position;
    members_[position - 1] = members_.back();
    members_.pop_back();
    position = 0;
    return true;
  }

  bool empty() const { return members_.empty(); }
  std::size_t size() const { return members_.size(); }
  Member& last() const { return *members_.back(); }

  // Visits from the last to the first. `visit` may erase members; the others are all visited.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t at = members_.size(); at > 0; --at) {
      if (at <= members_.size()) visit(*members_[at - 1]);
    }
  }

 private:
  static std::size_t& position_of(IntrusiveSetMember& member) { return member.position_; }

  std::vector<Member*> members_;
};

}  // namespace walkie
