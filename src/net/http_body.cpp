#include "net/http_body.h"

#include <algorithm>

#include "net/tokens.h"

namespace walkie::net {

namespace {

constexpr std::size_t kLineBytes = 1024;
constexpr std::size_t kOverheadBytes = 8 * 1024;

HttpRefusal bad_chunk(std::string detail) { return bad("bad_chunk", std::move(detail)); }

HttpRefusal chunks_too_long() {
  return bad_chunk("Chunk extensions and trailers may have " + std::to_string(kLineBytes) +
                   " bytes in a line, and " + std::to_string(kOverheadBytes) + " together.");
}

HttpRefusal body_too_large(std::size_t most_bytes) {
  return {
      413, "body_too_large",
      "The body has more than the " + std::to_string(most_bytes) + " bytes that are taken here."};
}

void skip_blank(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
}

bool skip_token(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_token_char(text[size]))
    ++size;
  text.remove_prefix(size);
  return size > 0;
}

bool skip_quoted(std::string_view& text) {
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
    text.remove_prefix(1);
  }
  if (text.empty()) return false;
  text.remove_prefix(1);
  return true;
}

// RFC 9112 7.1.1: *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted ) ] ). Read to be ignored.
bool extensions_ok(std::string_view text) {
  while (!text.empty()) {
    skip_blank(text);
    if (text.empty() || text.front() != ';') return false;
    text.remove_prefix(1);
    skip_blank(text);
    if (!skip_token(text)) return false;
    std::string_view before_blank = text;
    skip_blank(text);
    if (text.empty() || text.front() != '=') {
      text = before_blank;
      continue;
    }
    text.remove_prefix(1);
    skip_blank(text);
    bool quoted = !text.empty() && text.front() == '"';
    if (quoted ? !skip_quoted(text) : !skip_token(text)) return false;
  }
  return true;
}

bool parse_chunk_size(std::string_view line, std::uint64_t& size) {
  std::size_t digits = 0;
  size = 0;
  while (digits < line.size() && hex_value(line[digits]) >= 0) {
    if (digits == 15) return false;  // so that the number cannot overflow
    size = size * 16 + static_cast<std::uint64_t>(hex_value(line[digits++]));
  }
  return digits > 0 && extensions_ok(line.substr(digits));
}

bool trailer_ok(std::string_view line) {
  std::size_t colon = line.find(':');
  return colon != std::string_view::npos && is_token(line.substr(0, colon));
}

}  // namespace

HttpRefusal BodyReader::start(const HttpHead& head, std::size_t most_bytes) {
  *this = BodyReader();
  most_bytes_ = most_bytes;
  if (head.chunked) {
    state_ = State::size_line;
  } else if (head.length > 0) {
    if (head.length > most_bytes) return body_too_large(most_bytes);
    state_ = State::counted;
    left_ = head.length;
  }
  return {};
}

std::size_t BodyReader::feed(std::string_view data, std::string& body, HttpRefusal& refusal) {
  std::size_t used = 0;
  while (used < data.size() && state_ != State::done && !refusal) {
    std::string_view rest = data.substr(used);
    if (state_ == State::counted || state_ == State::chunk) {
      used += take_counted(rest, body);
    } else {
      used += take_line(rest, refusal);
      if (!refusal && line_.ends_with('\n')) {
        line_.resize(line_.size() - 2);
        refusal = end_line(body.size());
        line_.clear();
      }
    }
  }
  return used;
}

std::size_t BodyReader::take_counted(std::string_view data, std::string& body) {
  auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, data.size()));
  body.append(data.substr(0, size));
  left_ -= size;
  if (left_ == 0) state_ = state_ == State::counted ? State::done : State::chunk_end;
  return size;
}

// Moves bytes into line_ until it ends with CR LF.
std::size_t BodyReader::take_line(std::string_view data, HttpRefusal& refusal) {
  std::size_t used = 0;
  while (used < data.size()) {
    char c = data[used++];
    bool after_cr = line_.ends_with('\r');
    if (after_cr != (c == '\n')) {
      refusal = bad_chunk("A line of the chunked coding must end with CR LF.");
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') {
      refusal = bad_chunk("A control character in the chunked coding.");
    } else if (c == 0x7f || line_.size() == kLineBytes || overhead_ > kOverheadBytes) {
      refusal = chunks_too_long();
    } else if (state_ == State::chunk_end && c != '\r' && c != '\n') {
      refusal = bad_chunk("A chunk is longer than its size.");
    } else if (state_ == State::size_line && line_.empty() && hex_value(c) < 0) {
      refusal = bad_chunk("A chunk must begin with its size.");
    }
    if (refusal) return used;
    line_.push_back(c);
    if (c == '\n') return used;
  }
  return used;
}

HttpRefusal BodyReader::end_line(std::size_t body_size) {
  if (state_ == State::chunk_end) {
    state_ = State::size_line;
    return {};
  }
  if (state_ == State::trailer) {
    if (line_.empty()) {
      state_ = State::done;
    } else if (!trailer_ok(line_)) {
      return bad_chunk("A trailer is not a header line.");
    }
    overhead_ += line_.size();
    return {};
  }
  if (!parse_chunk_size(line_, left_)) return bad_chunk("A chunk size is not a hex number.");
  overhead_ += line_.size();
  if (left_ > most_bytes_ || body_size + left_ > most_bytes_) return body_too_large(most_bytes_);
  // Many tiny chunks cost more to frame than they carry; their size lines count as overhead only
  // beyond what honest senders need.
  if (left_ >= line_.size()) overhead_ -= line_.size();
  state_ = left_ == 0 ? State::trailer : State::chunk;
  return {};
}

}  // namespace walkie::net
