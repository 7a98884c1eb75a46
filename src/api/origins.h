// Origins: which sites' pages may use this server (exact scheme, host and port).
//
// Our own pages: public_origin, or the very host a request was sent to. Then the sites of the
// inboxes and those of the settings. All are parsed into one form (base/origin.h), which is
// compared and written into headers. Text that is not an origin is ignored. Any thread; a reader
// never waits long for a writer.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/settings.h"
#include "base/origin.h"
#include "chat/people.h"
#include "net/request.h"

namespace walkie::api {

class Origins {
 public:
  explicit Origins(const ApiSettings& settings);

  void replace(std::vector<Inbox> inboxes);
  std::vector<Inbox> inboxes() const { return *snapshot(); }

  // The origin of this server: public_origin, or the host that the request was sent to. nullopt:
  // its Host header names none.
  std::optional<Origin> own_origin(const net::Request& request) const;
  // The request's Origin is one of our own pages.
  bool own(const net::Request& request, std::string_view origin) const;
  // The request comes from one of our own pages, or from no page at all. Only then an agent's
  // cookie counts (decision 0082). An Origin header decides; without one, Sec-Fetch-Site (W3C Fetch
  // Metadata), which browsers send to every address with TLS and to loopback. With neither it is a
  // program, or a browser's plain GET whose answer another site's page cannot read.
  bool from_own_page(const net::Request& request) const;
  // Ours, or on a list.
  bool allowed(const net::Request& request, std::string_view origin) const;
  // Sites that may frame the widget of this inbox; none: of the first one. Each in canonical form,
  // which is safe inside a header.
  std::vector<std::string> sites(InboxId inbox) const;

 private:
  using Inboxes = std::vector<Inbox>;
  std::shared_ptr<const Inboxes> snapshot() const;

  const bool secure_;
  std::optional<Origin> public_origin_;
  std::vector<std::string> everywhere_;  // sites of the settings
  mutable std::mutex mutex_;
  std::shared_ptr<const Inboxes> inboxes_ = std::make_shared<Inboxes>();
};

}  // namespace walkie::api
