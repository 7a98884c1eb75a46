#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "wire/answers.h"
#include "wire/errors.h"
#include "wire/fields.h"
#include "wire/frames_in.h"
#include "wire/frames_out.h"
#include "wire/json_writer.h"

namespace walkie::wire {
namespace {

TEST(Frames, AnErrorStillNamesWhatTheFrameWasAbout) {
  FrameSubject subject;
  const auto frame = parse_frame(
      "{\"type\":\"message\",\"conversation_id\":7,\"client_id\":\"c-1\",\"content\":5}", subject);
  ASSERT_FALSE(frame.ok());
  EXPECT_EQ(frame.error().field, "content");
  EXPECT_EQ(subject.client_id, "c-1");
  EXPECT_EQ(subject.conversation_id, ConversationId{7});
}

TEST(Frames, AnUnknownTypeIsNotAnError) {
  FrameSubject subject;
  const auto frame = parse_frame("{\"type\":\"wave\",\"conversation_id\":7}", subject);
  ASSERT_TRUE(frame.ok());
  ASSERT_TRUE(std::holds_alternative<UnknownFrame>(*frame));
  EXPECT_EQ(std::get<UnknownFrame>(*frame).type, "wave");
}

TEST(Frames, ATypeMustBeThere) {
  FrameSubject subject;
  const auto frame = parse_frame("{\"conversation_id\":7}", subject);
  ASSERT_FALSE(frame.ok());
  EXPECT_EQ(frame.error().field, "type");
}

TEST(Frames, AFieldAtTheTopWinsOverData) {
  FrameSubject subject;
  const auto frame = parse_frame(
      "{\"type\":\"read\",\"conversation_id\":7,\"seq\":3,\"data\":{\"seq\":9}}", subject);
  ASSERT_TRUE(frame.ok());
  EXPECT_EQ(std::get<ReadFrame>(*frame).seq, 3);
}

TEST(Frames, ControlCharactersAreEscaped) {
  std::string out;
  append_quoted(out, std::string_view("a\x01\x1f\"\\\b\f\n\r\t\x7f", 11));
  EXPECT_EQ(out, "\"a\\u0001\\u001f\\\"\\\\\\b\\f\\n\\r\\t\x7f\"");
}

// S5: what came meanwhile, however much that was.
TEST(Frames, TheMembersOfAMovedConversationAreJson) {
  for (std::size_t count = 0; count <= 3; ++count) {
    const std::string members = head_conflict_members(7, std::vector<Message>(count));
    ASSERT_EQ(members.front(), ',');
    const auto read = parse_object("{" + members.substr(1) + "}", "test");
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->at("head_seq").as_int64(), 7);
    EXPECT_EQ(read->at("messages").as_array().size(), count);
  }
}

TEST(Errors, EveryCodeHasAStatusAndACloseCode) {
  const std::vector<std::pair<Code, int>> rows = {
      {Code::bad_request, 400}, {Code::unauthorized, 401}, {Code::forbidden, 403},
      {Code::not_found, 404},   {Code::conflict, 409},     {Code::too_large, 413},
      {Code::unsupported, 415}, {Code::too_many, 429},     {Code::internal, 500},
      {Code::unavailable, 503}, {Code::storage_full, 507}};
  for (const auto& row : rows) {
    EXPECT_EQ(error_row(row.first).status, row.second);
    EXPECT_GE(error_row(row.first).close.number, 4000);
  }
}

TEST(Errors, WhatTheServerHasDecidedKeepsAClientAway) {
  for (const Code decided : {Code::unauthorized, Code::forbidden, Code::not_found})
    EXPECT_EQ(error_row(decided).close.after, AfterClose::stay_away) << error_row(decided).title;
  for (const Code fault : {Code::bad_request, Code::conflict, Code::too_large, Code::unsupported})
    EXPECT_EQ(error_row(fault).close.after, AfterClose::reconnect_rarely) << error_row(fault).title;
  for (const Code passing : {Code::too_many, Code::internal, Code::unavailable, Code::storage_full})
    EXPECT_EQ(error_row(passing).close.after, AfterClose::reconnect) << error_row(passing).title;
  EXPECT_EQ(error_row(Code::forbidden).close.number, 4501);
}

}  // namespace
}  // namespace walkie::wire
