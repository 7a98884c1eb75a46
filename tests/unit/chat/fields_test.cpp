// Field tables and FieldValues, on a noun of the test's own.
#include "chat/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "chat/conversation.h"
#include "chat/field_values.h"

namespace walkie {

struct Parcel {
  int id = 0;
  std::string label;
  int weight = 0;
  std::string secret;
};

template <>
struct FieldsOf<Parcel> {
  static constexpr std::tuple table{
      field("id", &Parcel::id, Audience::everyone, fixed),
      field("label", &Parcel::label, Audience::everyone, tracked, filter),
      field("weight", &Parcel::weight, Audience::staff, tracked),
      field("secret", &Parcel::secret, Audience::nobody),
  };
};

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> names(const FieldValues<Parcel>& values) {
  std::vector<std::string> out;
  values.each([&](const auto& field, const auto&) { out.emplace_back(field.name); });
  return out;
}

TEST(Fields, AReaderSeesItsOwnFieldsAndThoseOfTheReadersBefore) {
  EXPECT_TRUE(sees(Audience::everyone, Audience::everyone));
  EXPECT_FALSE(sees(Audience::everyone, Audience::staff));
  EXPECT_TRUE(sees(Audience::staff, Audience::staff));
  EXPECT_FALSE(sees(Audience::staff, Audience::admin));
  EXPECT_TRUE(sees(Audience::admin, Audience::staff));
  EXPECT_FALSE(sees(Audience::admin, Audience::nobody));
  EXPECT_FALSE(sees(Audience::nobody, Audience::nobody));
}

TEST(Fields, EqualNounsAreEqualInEveryField) {
  const Parcel a{1, "tea", 5, "x"};
  Parcel b = a;
  EXPECT_TRUE(same_fields(a, b));
  b.secret = "y";
  EXPECT_FALSE(same_fields(a, b));
}

TEST(Fields, WordsReadBackAndNothingElseDoes) {
  for (const std::string_view word : WordsOf<Status>::all)
    EXPECT_EQ(to_string(*from_word<Status>(word)), word);
  EXPECT_FALSE(from_word<Status>("Open").has_value());
  EXPECT_FALSE(from_word<Status>("").has_value());
}

TEST(FieldValues, HoldOnlyWhatWasSet) {
  FieldValues<Parcel> values;
  EXPECT_TRUE(values.empty());
  values.set(&Parcel::weight, 0);
  EXPECT_EQ(values.get(&Parcel::weight), 0);
  EXPECT_FALSE(values.get(&Parcel::label).has_value());
  values.forget(&Parcel::weight);
  EXPECT_TRUE(values.empty());
}

TEST(FieldValues, OfAChangeAreTheTrackedFieldsThatDiffer) {
  const Parcel before{1, "tea", 5, "x"};
  const Parcel after{2, "tea", 6, "y"};
  const auto changed = FieldValues<Parcel>::changed(before, after);
  EXPECT_THAT(names(changed), ElementsAre("weight"));
  EXPECT_EQ(changed.get(&Parcel::weight), 6);
  EXPECT_EQ(changed.as_in(before).get(&Parcel::weight), 5);
  EXPECT_THAT(names(FieldValues<Parcel>::changed(before, before)), IsEmpty());
}

TEST(FieldValues, AreSplitByWhoMaySeeThem) {
  FieldValues<Parcel> values;
  values.set(&Parcel::label, "tea").set(&Parcel::weight, 6);
  const auto everyone = values.seen_by(Audience::everyone);
  EXPECT_THAT(names(everyone), ElementsAre("label"));
  EXPECT_THAT(names(values.without(everyone)), ElementsAre("weight"));
  EXPECT_THAT(names(values.seen_by(Audience::staff)), ElementsAre("label", "weight"));
}

TEST(FieldValues, AreCopiedOntoANounAndThenMatchIt) {
  FieldValues<Parcel> values;
  values.set(&Parcel::label, "tea");
  Parcel parcel{1, "rice", 5, "x"};
  EXPECT_FALSE(values.match(parcel));
  values.copy_to(parcel);
  EXPECT_TRUE(values.match(parcel));
  EXPECT_TRUE(same_fields(parcel, Parcel{1, "tea", 5, "x"}));
}

}  // namespace
}  // namespace walkie
