// Bad input (issue: "Bad input"; S4): what is wrong is named, never guessed at.
#include "wire/bodies.h"

#include <gtest/gtest.h>

#include "wire/fields.h"

namespace walkie::wire {
namespace {

Error error_of(std::string_view json) {
  const auto parsed = parse_post_message(json);
  EXPECT_FALSE(parsed.ok()) << json;
  return parsed.ok() ? Error{} : parsed.error();
}

TEST(Bodies, NotJsonIsRefusedWithThePosition) {
  const Error error = error_of("{\"a\":1,\n \"b\" 2}");
  EXPECT_EQ(error.code, Code::bad_request);
  EXPECT_EQ(error.reason, "bad_json");
  EXPECT_EQ(error.position, 13);
  EXPECT_NE(error.detail.find("line 2, column 6"), std::string::npos) << error.detail;
}

TEST(Bodies, AnEmptyOrCutOffBodyIsRefusedAtItsEnd) {
  EXPECT_EQ(error_of("").position, 0);
  EXPECT_EQ(error_of("{\"content\":\"a").position, 13);
  EXPECT_EQ(error_of("{\"content\":\"a").reason, "bad_json");
}

TEST(Bodies, WhatFollowsTheValueIsRefused) {
  const Error error = error_of("{} x");
  EXPECT_EQ(error.reason, "bad_json");
  EXPECT_EQ(error.position, 3);
  EXPECT_TRUE(parse_create_visitor(" {} \r\n").ok());
}

TEST(Bodies, WhatFollowsTheValueIsCalledThat) {
  for (const std::string_view body :
       {"{}x",      "{} x",   "{}{}",  "{} {}",  "{}]",    "{},",   "{}\"",  "{}1", "{}null",
        "{} \n\t[", "{}}",    "[]x",   "[] []",  "null x", "nullx", "1 x",   "1x",  "1 2",
        "\"a\" b",  "\"a\"b", "true,", "{}\xff", "{}\x01", "{}//",  "{}/**/"}) {
    const Error error = error_of(body);
    EXPECT_EQ(error.reason, "bad_json") << body;
    EXPECT_EQ(error.detail.find("too early"), std::string::npos) << body << ": " << error.detail;
  }
  for (const std::string_view body : {"{} x", "{}{}", "[] []", "1 2", "\"a\" b"}) {
    EXPECT_NE(error_of(body).detail.find("more follows the value"), std::string::npos) << body;
  }
  for (const std::string_view body : {"", " ", "{", "[", "{\"a\"", "\"a", "tru", "-"}) {
    EXPECT_NE(error_of(body).detail.find("ends too early"), std::string::npos) << body;
  }
}

TEST(Bodies, AByteOrderMarkIsPassedOver) {
  EXPECT_TRUE(parse_create_visitor("\xef\xbb\xbf{}").ok());
  EXPECT_EQ(error_of("\xef\xbb\xbf").reason, "bad_json");
  EXPECT_EQ(error_of("\xef\xbb\xbf\xef\xbb\xbf{}").reason, "bad_json");  // one
  EXPECT_EQ(error_of("\xef\xbb\xbf\xef\xbb\xbf{}").position, 3);
  // The mark counts for the byte, as what was sent has it, and not for the column.
  const Error behind = error_of("\xef\xbb\xbf{} x");
  EXPECT_EQ(behind.position, 6);
  EXPECT_NE(behind.detail.find("byte 6, line 1, column 4"), std::string::npos) << behind.detail;
  EXPECT_EQ(error_of("{}\xef\xbb\xbf").reason, "bad_json");
}

TEST(Bodies, TextThatIsNotUtf8IsRefused) {
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":\"\xff\"}").reason, "bad_json");
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":\"\xc0\xaf\"}").reason, "bad_json");
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":\"\xed\xa0\x80\"}").reason, "bad_json");
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":\"\\ud800\"}").reason, "bad_json");
}

TEST(Bodies, SomethingElseThanAnObjectIsRefused) {
  EXPECT_EQ(error_of("[]").reason, "wrong_type");
  EXPECT_EQ(error_of("null").reason, "wrong_type");
  EXPECT_NE(error_of("[]").detail.find("must be a JSON object"), std::string::npos);
}

// F3.
TEST(Bodies, DeepNestingIsRefused) {
  std::string deep = "{\"x\":";
  for (int level = 0; level < 5000; ++level)
    deep += '[';
  EXPECT_EQ(error_of(deep).reason, "bad_json");
}

TEST(Bodies, SixteenLevelsAreReadAndSeventeenAreNot) {
  const auto nested = [](std::size_t levels) {  // the object itself is the first
    return R"({"conversation_id":1,"content":"x","x":)" + std::string(levels - 1, '[') +
           std::string(levels - 1, ']') + "}";
  };
  EXPECT_TRUE(wire::parse_object(nested(16), "body"));
  const auto refused = wire::parse_object(nested(17), "body");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "bad_json");
  EXPECT_NE(refused.error().detail.find("nested too deeply"), std::string::npos)
      << refused.error().detail;
}

TEST(Bodies, AMissingFieldIsNamed) {
  const Error error = error_of("{\"conversation_id\":1}");
  EXPECT_EQ(error.reason, "missing_field");
  EXPECT_EQ(error.field, "content");
}

TEST(Bodies, AWrongTypeIsNamed) {
  EXPECT_EQ(error_of("{\"conversation_id\":\"1\",\"content\":\"a\"}").field, "conversation_id");
  EXPECT_EQ(error_of("{\"conversation_id\":1.5,\"content\":\"a\"}").reason, "wrong_type");
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":2}").field, "content");
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":null}").field, "content");
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":\"a\",\"sender_is_agent\":\"no\"}").field,
            "sender_is_agent");
}

TEST(Bodies, AnIntegerOutsideOfItsRangeIsNamed) {
  EXPECT_EQ(error_of("{\"conversation_id\":0,\"content\":\"a\"}").reason, "bad_value");
  EXPECT_EQ(error_of("{\"conversation_id\":-1,\"content\":\"a\"}").field, "conversation_id");
  EXPECT_EQ(error_of("{\"conversation_id\":18446744073709551615,\"content\":\"a\"}").reason,
            "bad_value");
  EXPECT_EQ(error_of("{\"conversation_id\":9007199254740992,\"content\":\"a\"}").reason,
            "bad_value");
}

// JSON Schema: a number without a fraction is an integer, however it is written.
TEST(Bodies, AnIntegerMayBeWrittenWithAPointOrAnExponent) {
  const auto id_of = [](const std::string& number) {
    const auto body = parse_post_message("{\"conversation_id\":" + number + ",\"content\":\"a\"}");
    return body.ok() ? body->conversation_id.value : -1;
  };
  EXPECT_EQ(id_of("1.0"), 1);
  EXPECT_EQ(id_of("1e2"), 100);
  EXPECT_EQ(id_of("1.50e1"), 15);
  EXPECT_EQ(id_of("1000000000000000.0"), 1000000000000000);
  for (const std::string number : {"1.5", "1e-1", "9007199254740992.0", "1e300", "1e400", "0.0",
                                   "-1.0", "-0.0", "-1e300", "-9223372036854775808"}) {
    EXPECT_EQ(id_of(number), -1) << number;
  }
}

// decision 0102: null for an optional field is absent; "" is a value, and a wrong one.
TEST(Bodies, AnEmptyTextIsNotAbsent) {
  for (const std::string field : {"client_id", "channel"}) {
    const std::string start = "{\"conversation_id\":1,\"content\":\"a\",\"" + field + "\":";
    EXPECT_EQ(error_of(start + "\"\"}").field, field);
    EXPECT_TRUE(parse_post_message(start + "null}").ok());
  }
  const auto status = [](const std::string& value) {
    return parse_change_conversation("{\"assignee_id\":1,\"status\":" + value + "}");
  };
  EXPECT_FALSE(status("\"\"").ok());
  EXPECT_FALSE(status("null").ok());
  EXPECT_TRUE(status("\"open\"").ok());
}

// F3, S4.
TEST(Bodies, UnknownFieldsAreIgnoredAndTheLastOfANameCounts) {
  const auto body = parse_post_message(
      "{\"conversation_id\":1,\"content\":\"a\",\"color\":{\"x\":[1]},\"content\":\"b\"}");
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->content, "b");
}

TEST(Bodies, AnOptionalFieldMayBeNull) {
  const auto body = parse_post_message(
      "{\"conversation_id\":1,\"content\":\"a\",\"client_id\":null,\"expected_head_seq\":null}");
  ASSERT_TRUE(body.ok());
  EXPECT_FALSE(body->expected_head_seq.has_value());
}

TEST(Bodies, AnUnknownChannelIsNamed) {
  EXPECT_EQ(error_of("{\"conversation_id\":1,\"content\":\"a\",\"channel\":\"secret\"}").field,
            "channel");
}

TEST(Bodies, AChangeMustChangeSomething) {
  const auto nothing = parse_change_conversation("{}");
  ASSERT_FALSE(nothing.ok());
  EXPECT_EQ(nothing.error().reason, "missing_field");
  const auto wrong = parse_change_conversation("{\"status\":\"closed\"}");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().field, "status");
}

TEST(Bodies, ContentKeepsEveryCharacter) {
  const auto body = parse_post_message(
      "{\"conversation_id\":1,\"content\":\"\\u4f60\\u597d \\ud83d\\udc4b \\u0000 <b>\"}");
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(body->content, std::string("你好 👋 \0 <b>", 17));
}

}  // namespace
}  // namespace walkie::wire
