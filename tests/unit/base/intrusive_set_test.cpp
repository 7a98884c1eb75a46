#include "base/intrusive_set.h"

#include <string>

#include <gtest/gtest.h>

namespace walkie {
namespace {

struct Member : IntrusiveSetMember {
  explicit Member(char its_name) : name(its_name) {}
  char name;
};

std::string visited(const IntrusiveSet<Member>& set) {
  std::string names;
  set.each([&names](const Member& member) { names += member.name; });
  return names;
}

TEST(IntrusiveSet, HasEachMemberOnce) {
  IntrusiveSet<Member> set;
  Member a('a'), b('b');
  EXPECT_TRUE(set.insert(a));
  EXPECT_FALSE(set.insert(a));
  EXPECT_FALSE(set.erase(b));
  EXPECT_TRUE(set.erase(a));
  EXPECT_FALSE(set.erase(a));
  EXPECT_TRUE(set.empty());
}

TEST(IntrusiveSet, TheLastMemberTakesTheErasedPosition) {
  IntrusiveSet<Member> set;
  Member a('a'), b('b'), c('c');
  for (Member* member : {&a, &b, &c})
    set.insert(*member);
  EXPECT_EQ(visited(set), "cba");
  set.erase(a);
  EXPECT_EQ(visited(set), "bc");
  EXPECT_TRUE(set.erase(c));
  EXPECT_EQ(&set.last(), &b);
}

TEST(IntrusiveSet, AMemberMayBeErasedWhileItIsVisited) {
  IntrusiveSet<Member> set;
  Member a('a'), b('b'), c('c'), d('d');
  for (Member* member : {&a, &b, &c, &d})
    set.insert(*member);
  std::string names;
  set.each([&](Member& member) {
    names += member.name;
    if (member.name == 'd') {
      set.erase(d);
      set.erase(b);
    }
  });
  EXPECT_EQ(names, "dca");
}

}  // namespace
}  // namespace walkie
