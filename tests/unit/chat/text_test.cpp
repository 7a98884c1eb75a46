#include "chat/text.h"

#include <gtest/gtest.h>

#include "chat/conversation.h"
#include "chat/event.h"

namespace walkie {
namespace {

// F4.
TEST(Text, AMessageNeedsSomethingThatIsSeen) {
  const Limits limits;
  for (const char* nothing :
       {"", " \r\n\t", "\u3000\u00a0\u200b\ufeff\u2060", "\u2800", "\u180e", "\ufe0f", "\u034f",
        "\u061c", "\u3164", "\U000E0020", "\ufff9", "\u202e \U000E0100", "\u200d\U0001D159"}) {
    EXPECT_EQ(check_content(nothing, limits).error().reason, "empty_content") << nothing;
  }
  for (const char* text : {"\u3000好", "👋", "é", "\u200b.", "❤\ufe0f", "\u0600"}) {
    EXPECT_TRUE(check_content(text, limits).ok()) << text;
  }
}

TEST(Text, AMessageHasALength) {
  const Limits limits;
  const auto most = static_cast<std::size_t>(limits.content_bytes);
  EXPECT_TRUE(check_content(std::string(most, 'x'), limits).ok());
  const auto refused = check_content(std::string(most + 1, 'x'), limits);
  EXPECT_EQ(refused.error().code, Code::too_large);
  EXPECT_EQ(refused.error().reason, "content_too_long");
  // Too long is said first: the sender may cut it.
  EXPECT_EQ(check_content(std::string(most + 1, ' '), limits).error().reason, "content_too_long");
}

TEST(Text, ClientIdsAreVisibleAscii) {
  const Limits limits;
  EXPECT_TRUE(check_client_id("!~", limits).ok());
  EXPECT_FALSE(check_client_id("a\x7f", limits).ok());
  EXPECT_FALSE(check_client_id("\x1f", limits).ok());
  EXPECT_TRUE(check_client_id("01JD3Z9K8Q0000000000000000", limits).ok());
  EXPECT_TRUE(check_client_id(std::string(64, 'a'), limits).ok());
  EXPECT_FALSE(check_client_id(std::string(65, 'a'), limits).ok());
  EXPECT_FALSE(check_client_id("", limits).ok());
  EXPECT_FALSE(check_client_id("a b", limits).ok());
  EXPECT_FALSE(check_client_id("号", limits).ok());
}

TEST(Text, NamesAreTrimmedAndPlain) {
  const Limits limits;
  EXPECT_EQ(*checked_name("  魏 ", true, limits), "魏");
  EXPECT_EQ(*checked_name("", false, limits), "");
  EXPECT_EQ(checked_name(" ", true, limits).error().reason, "name_required");
  EXPECT_EQ(checked_name("a\nb", true, limits).error().reason, "bad_name");
  EXPECT_EQ(*checked_name("\u200b", false, limits), "");
  EXPECT_EQ(checked_name("\u200b\u3164", true, limits).error().reason, "name_required");
  EXPECT_EQ(*checked_name("Ana\u202e\u2066 B\u200b\u00ad\U000E0041o\u200f", true, limits),
            "Ana Bo");
  EXPECT_EQ(*checked_name("山田\u3000太郎", true, limits), "山田\u3000太郎");
  EXPECT_EQ(*checked_name("👩\u200d🔧 می\u200cنا", true, limits), "👩\u200d🔧 می\u200cنا");
  EXPECT_TRUE(checked_name(std::string(200, 'a'), true, limits).ok());
  EXPECT_EQ(checked_name(std::string(201, 'a'), true, limits).error().reason, "name_too_long");
  EXPECT_EQ(checked_name("a\x7f", true, limits).error().reason, "bad_name");
  EXPECT_EQ(checked_name("\x1f", false, limits).error().reason, "bad_name");
}

TEST(Text, AddressesAreLowerCaseAndShaped) {
  const Limits limits;
  EXPECT_EQ(*checked_email(" Ana@Example.ORG ", true, limits), "ana@example.org");
  EXPECT_EQ(*checked_email("", false, limits), "");
  EXPECT_EQ(*checked_email("  ", false, limits), "");
  for (const char* good : {"a@b.cd", "o'neil+shop@mail.example.co", "x_1-2.y@a-b.example",
                           "用户@例子.广告", "ana@xn--fsqu00a.xn--3lr804guic"}) {
    EXPECT_TRUE(checked_email(good, true, limits).ok()) << good;
  }
  for (const char* bad : {"",
                          "ana",
                          "@b",
                          "a@",
                          "a b@c",
                          "a@b\nc",
                          "ada@shop",
                          "ada@",
                          "@shop.example",
                          "a@@b.cd",
                          "a@b@c.de",
                          "a@b..cd",
                          "a@.b.cd",
                          "a@b.cd.",
                          ".a@b.cd",
                          "a.@b.cd",
                          "a..b@c.de",
                          "a@-b.cd",
                          "a@b-.cd",
                          "a@b.1",
                          "a@127.0.0.1",
                          "a@[127.0.0.1]",
                          "a@b_c.de",
                          "a,b@c.de",
                          "<a@b.cd>",
                          "Ana <a@b.cd>",
                          "\"a\"@b.cd",
                          "a@b.cd?bcc=x@y.zz",
                          "a@b.cd/x",
                          "a@b.cd:25",
                          "a\u200b@b.cd",
                          "a\u202e@b.cd",
                          "a\u00a0@b.cd",
                          "a\u3000b@c.de",
                          "a@b.cd?bcc=x@y.zz",
                          "a@b.cd,x@y.zz",
                          "a\u200db@c.de"}) {
    EXPECT_FALSE(checked_email(bad, true, limits).ok()) << bad;
  }
  EXPECT_TRUE(checked_email(std::string(64, 'a') + "@b.cd", true, limits).ok());
  EXPECT_FALSE(checked_email(std::string(65, 'a') + "@b.cd", true, limits).ok());
  EXPECT_TRUE(checked_email("a@" + std::string(63, 'b') + ".cd", true, limits).ok());
  EXPECT_FALSE(checked_email("a@" + std::string(64, 'b') + ".cd", true, limits).ok());
}

TEST(Text, PreviewsEndBetweenCharacters) {
  EXPECT_EQ(preview("a\nb"), "a · b");
  EXPECT_EQ(preview("\n1. tea \r\n\r\n  3. milk\n"), "1. tea · 3. milk");
  EXPECT_EQ(preview(" \n \n"), "");
  EXPECT_EQ(preview("a\tb"), "a b");
  EXPECT_LE(preview(std::string(100, '\n') + "a\nb\nc\nd", 103).size(), 103u);
  EXPECT_EQ(preview("a\nb", 3), "a ");
  EXPECT_EQ(preview("你好", 4), "你");
  EXPECT_EQ(preview("你好", 6), "你好");
  EXPECT_EQ(preview(std::string(300, 'x')).size(), 200u);
}

TEST(Text, PasswordsHaveALength) {
  const Limits limits;
  EXPECT_FALSE(check_password("1234567", limits).ok());
  EXPECT_TRUE(check_password("tr4in-ov", limits).ok());
  std::string longest;
  while (longest.size() < static_cast<std::size_t>(limits.password_bytes_max))
    longest += static_cast<char>('!' + longest.size() % 89);
  EXPECT_TRUE(check_password(longest, limits).ok());
  EXPECT_FALSE(check_password(longest + "x", limits).ok());
}

TEST(Text, PasswordsAreNoneThatAreTriedFirst) {
  const Limits limits;
  for (const char* common :
       {"password1234", "Password1!", "PASSWORD",   "p4ssw0rd", "P@ssw0rd123", "12345678",
        "1234567890",   "87654321",   "11111111",   "aaaaaaaa", "12341234",    "abcabcabc",
        "qwertyuiop",   "qwerty123",  "asdfghjkl",  "iloveyou", "Welcome2024", "letmein!!",
        "admin123",     "admin1234!", "1q2w3e4r5t", "sunshine", "!!!!!!!!",    "football99",
        "trustno1",     "abcd1234",   "changeme1"}) {
    EXPECT_EQ(check_password(common, limits).error().reason, "common_password") << common;
  }
  for (const char* fine :
       {"correct horse", "violet harbour 7", "my password is long", "x9!kq27vd", "Tr0ub4dor&3",
        "das Wetter 12", "密码是一个很长的句子", "blue-admin-kite"}) {
    EXPECT_TRUE(check_password(fine, limits).ok()) << fine;
  }
}

TEST(Names, EverySpellingReadsBack) {
  for (Status status : {Status::open, Status::pending, Status::snoozed, Status::resolved}) {
    EXPECT_EQ(from_word<Status>(to_string(status)), status);
  }
  EXPECT_FALSE(from_word<Status>("Open").has_value());
  for (EventType type : {EventType::new_message, EventType::message_edited,
                         EventType::message_deleted, EventType::conversation_update}) {
    EXPECT_EQ(from_word<EventType>(to_string(type)), type);
  }
  EXPECT_FALSE(from_word<EventType>("").has_value());
}

}  // namespace
}  // namespace walkie
